using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A 3D residual network that turns clips into pooled feature vectors.</summary>
/// <remarks>In: float [clips, 3, frames, height, width]. Out: float [clips, <see cref="R3dArchitecture.FeatureLength"/>].</remarks>
public sealed class R3d : Module<Tensor, Tensor>
{
    private readonly Conv3d stem;
    private readonly BatchNorm3d stemNorm;
    private readonly Sequential stages;

    /// <summary>Makes the network with weights drawn from torch's random generator.</summary>
    /// <param name="architecture">The sizes of its parts.</param>
    public R3d(R3dArchitecture architecture) : base(nameof(R3d))
    {
        int channels = architecture.Channels[0];
        int kernel = architecture.StemKernelSize;
        stem = Conv3d(3, channels, (3, kernel, kernel), stride: (1, 2, 2), padding: (1, kernel / 2, kernel / 2), bias: false);
        stemNorm = BatchNorm3d(channels);

        var blocks = new List<(string, Module<Tensor, Tensor>)>();
        for (int stage = 0; stage < architecture.Channels.Count; stage++)
        {
            for (int block = 0; block < architecture.Blocks[stage]; block++)
            {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                blocks.Add(($"{stage + 1}-{block + 1}", ResidualBlock.OfClips(channels, architecture.Channels[stage], stride)));
                channels = architecture.Channels[stage];
            }
        }

        stages = Sequential(blocks);
        RegisterComponents();
        foreach (Conv3d convolution in modules().OfType<Conv3d>())
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Tensor maps = Maps(input);
        return maps.mean([2, 3, 4]);   // [clips, channels]
    }

    /// <summary>The last convolution's maps, before pooling.</summary>
    /// <param name="input">Float [clips, 3, frames, height, width].</param>
    /// <returns>Float [clips, channels, frames / 8, height / 16, width / 16].</returns>
    internal Tensor Maps(Tensor input)
    {
        using Tensor stemmed = stem.call(input);
        using Tensor normed = stemNorm.call(stemmed);
        using Tensor active = functional.relu(normed);
        return stages.call(active);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stem.Dispose();
            stemNorm.Dispose();
            stages.Dispose();
        }

        base.Dispose(disposing);
    }
}
