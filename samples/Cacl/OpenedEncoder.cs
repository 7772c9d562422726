using System.Globalization;
using System.Security.Cryptography;
using Cacl.Learning;
using Cacl.Onnx;

namespace Cacl.Cli;

/// <summary>An encoder of either kind of file, ready to embed videos.</summary>
/// <remarks>A .safetensors file is exported for the moment: ONNX Runtime embeds several videos side by side.</remarks>
internal sealed class OpenedEncoder : IDisposable
{
    private readonly DirectoryInfo? exported;

    private OpenedEncoder(string path, VideoFeaturizer featurizer, DirectoryInfo? exported)
    {
        Path = path;
        Featurizer = featurizer;
        this.exported = exported;
    }

    internal string Path { get; }

    internal VideoFeaturizer Featurizer { get; }

    /// <summary>What tells its vectors from those of other encoders.</summary>
    internal string Identity()
    {
        using FileStream file = File.OpenRead(Path);
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(file))} {Featurizer.ClipCount}");
    }

    /// <summary>Opens an encoder.</summary>
    /// <param name="path">The .onnx or .safetensors file.</param>
    /// <param name="clips">Clips whose vectors are averaged to a video's; null takes the encoder's number.</param>
    /// <param name="device">As <see cref="Arguments.Device"/> gives it; null for the CPU.</param>
    /// <param name="workers">Videos that are worked on side by side; null for as many as there are processors.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file holds no video encoder.</exception>
    /// <exception cref="NotSupportedException">The GPU can't be had.</exception>
    internal static OpenedEncoder Open(string path, int? clips, string? device, int? workers = null)
    {
        var options = new VideoFeaturizerOptions { ClipCount = clips, GpuDeviceId = GpuOf(device), Workers = workers };
        InputFile.Check("encoder", path);
        if (!IsSafetensors(path))
            return Checked(new OpenedEncoder(path, VideoFeaturizer.Open(path, options), null));

        DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-");
        try
        {
            string file = System.IO.Path.Combine(folder.FullName, "encoder.onnx");
            using (var encoder = VideoEncoder.Load(path))
                encoder.SaveOnnx(file);
            return new OpenedEncoder(path, VideoFeaturizer.Open(file, options), folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    internal static bool IsSafetensors(string path) => path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);

    public void Dispose()
    {
        Featurizer.Dispose();
        exported?.Delete(recursive: true);
    }

    private static OpenedEncoder Checked(OpenedEncoder encoder)
    {
        if (encoder.Featurizer.Clips is not null)
            return encoder;
        encoder.Dispose();
        throw new InvalidDataException($"The encoder '{encoder.Path}' does not say how clips are taken from videos; embed with one that cacl export or SaveOnnx wrote.");
    }

    private static int? GpuOf(string? device) =>
        device is null or "cpu" ? null : device == "cuda" ? 0 : int.Parse(device.AsSpan("cuda:".Length), CultureInfo.InvariantCulture);
}
