using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>C3D; its parameters are named <c>conv1</c>, <c>bn1</c> to <c>conv5b</c>, <c>bn5b</c>.</summary>
internal sealed class C3d : ClipNetwork
{
    private readonly List<(Convolution Convolution, BatchNorm Norm, long[]? Pool)> layers = [];

    public C3d(C3dArchitecture architecture) : base(nameof(C3d), architecture)
    {
        RegisterComponents();
        int channels = 3;
        foreach ((string[] names, int width, long[]? pool) in Stages.Select((stage, i) => (stage.Names, architecture.Channels[i], stage.Pool)))
        {
            foreach (string name in names)
            {
                layers.Add((new Convolution(channels, width, [3, 3, 3], [1, 1, 1], hasBias: true), new BatchNorm(width), name == names[^1] ? pool : null));
                register_module($"conv{name}", layers[^1].Convolution);
                register_module($"bn{name}", layers[^1].Norm);
                channels = width;
            }
        }

        DrawWeights();
    }

    /// <summary>The names of each stage's layers, and over how many frames and pixels a maximum is taken after it.</summary>
    public static IReadOnlyList<(string[] Names, long[]? Pool)> Stages { get; } =
    [
        (["1"], [1, 2, 2]),
        (["2"], [2, 2, 2]),
        (["3a", "3b"], [2, 2, 2]),
        (["4a", "4b"], [2, 2, 2]),
        (["5a", "5b"], null),
    ];

    internal override string ExportFeatures(GraphBuilder graph, string clips)
    {
        FrameMaps maps = FrameMaps.OfClips(graph, clips);
        foreach ((Convolution convolution, BatchNorm norm, long[]? pool) in layers)
        {
            FrameMaps active = maps.Layers(convolution, norm).Relu();
            maps = pool is null ? active : active.MaxPool(pool);
        }

        return maps.Mean();
    }

    protected override Tensor Convolve(Tensor clips)
    {
        Tensor maps = clips.alias();
        foreach ((Convolution convolution, BatchNorm norm, long[]? pool) in layers)
        {
            using Tensor last = maps;
            using DisposeScope scope = NewDisposeScope();
            Tensor active = norm.call(convolution.call(last)).relu_();
            maps = (pool is null ? active : Pooling.Max(active, pool, pool)).MoveToOuterDisposeScope();
        }

        return maps;   // [clips, channels, frames / 8, height / 16, width / 16]
    }
}
