using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Benchmarks.Embed;

/// <summary>A folder for the encoders of a run, which is removed with them.</summary>
internal sealed class Encoders : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cacl-bench-").FullName;

    public static ClipOptions Clips { get; } = new();

    /// <summary>The weights that the peer writes: torchvision's r3d_18, as safetensors.</summary>
    public string Weights => Path.Join(_folder, "r3d_18.safetensors");

    /// <summary>Exports an encoder of those weights.</summary>
    public string Exported()
    {
        var settings = new EncoderSettings { Architecture = EncoderArchitecture.Named("r3d_18"), Clips = Clips, BackgroundSubtraction = false, EmbedClips = 10 };
        using VideoEncoder encoder = VideoEncoder.FromWeights(Weights, settings);
        string file = Path.Join(_folder, "r3d_18.onnx");
        encoder.SaveOnnx(file);
        return file;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
