using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Benchmarks.Embed;

/// <summary>A folder for the encoders of a run, which is removed with them.</summary>
internal sealed class Encoders : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cacl-bench-").FullName;

    public static ClipOptions Clips { get; } = new();

    public static ClipOptions SmallClips { get; } = new() { Frames = 8, ShortSide = 48, CropSize = 32 };

    /// <summary>The weights that the peer writes: torchvision's r3d_18, as safetensors.</summary>
    public string Weights => Path.Join(_folder, "r3d_18.safetensors");

    /// <summary>Exports an encoder of those weights.</summary>
    public string Exported() => Export("r3d_18.onnx", Clips, embedClips: 10);

    /// <summary>Exports the same network for clips that take a hundredth of the work.</summary>
    public string ExportedSmall() => Export("small.onnx", SmallClips, embedClips: 2);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Export(string name, ClipOptions clips, int embedClips)
    {
        var settings = new EncoderSettings { Architecture = EncoderArchitecture.Named("r3d_18"), Clips = clips, BackgroundSubtraction = false, EmbedClips = embedClips };
        using VideoEncoder encoder = VideoEncoder.FromWeights(Weights, settings);
        string file = Path.Join(_folder, name);
        encoder.SaveOnnx(file);
        return file;
    }
}
