using Cacl.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>A convolution with batch norm and ReLU, and the maximum that follows a stage's last one.</summary>
internal sealed class C3dLayer : NetworkBlock, IExportedLayer
{
    private readonly Convolution convolution;
    private readonly BatchNorm norm;
    private readonly long[]? pool;

    /// <summary>Makes the layer.</summary>
    /// <param name="channelsIn">Channels that come in.</param>
    /// <param name="channelsOut">Channels that go out.</param>
    /// <param name="pool">Over how many frames, rows and columns a maximum is taken; null for none.</param>
    public C3dLayer(int channelsIn, int channelsOut, long[]? pool) : base(nameof(C3dLayer))
    {
        convolution = new Convolution(channelsIn, channelsOut, [3, 3, 3], [1, 1, 1], hasBias: true);
        norm = new BatchNorm(channelsOut);
        this.pool = pool;
        RegisterComponents();
    }

    /// <summary>The convolution.</summary>
    public Convolution Convolution => convolution;

    /// <summary>The batch norm behind it.</summary>
    public BatchNorm Norm => norm;

    /// <inheritdoc/>
    public FrameMaps Export(FrameMaps input)
    {
        FrameMaps active = input.Layers(convolution, norm).Relu();
        return pool is null ? active : active.MaxPool(pool);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor active = norm.call(convolution.call(input)).relu_();
        return (pool is null ? active : Pooling.Max(active, pool, pool)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            convolution.Dispose();
            norm.Dispose();
        }

        base.Dispose(disposing);
    }
}
