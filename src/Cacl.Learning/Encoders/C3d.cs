using Cacl.Onnx;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>C3D; its parameters are named <c>conv1</c>, <c>bn1</c> to <c>conv5b</c>, <c>bn5b</c>.</summary>
internal sealed class C3d : ClipNetwork, INetworkOfBlocks
{
    private readonly List<C3dLayer> layers = [];

    public C3d(C3dArchitecture architecture) : base(nameof(C3d), architecture)
    {
        RegisterComponents();
        int channels = 3;
        foreach ((string[] names, int width, long[]? pool) in Stages.Select((stage, i) => (stage.Names, architecture.Channels[i], stage.Pool)))
        {
            foreach (string name in names)
            {
                layers.Add(new C3dLayer(channels, width, name == names[^1] ? pool : null));
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

    /// <inheritdoc/>
    public IEnumerable<NetworkBlock> Blocks => layers;

    internal override string ExportFeatures(GraphBuilder graph, string clips) => FrameMaps.OfClips(graph, clips).Layers(layers).Mean();

    protected override Tensor Convolve(Tensor clips)
    {
        Tensor maps = clips.alias();
        foreach (C3dLayer layer in layers)
        {
            using Tensor last = maps;
            maps = layer.call(last);
        }

        return maps;   // [clips, channels, frames / 8, height / 16, width / 16]
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            layers.ForEach(layer => layer.Dispose());
        base.Dispose(disposing);
    }
}
