using System.Text;
using System.Text.Json;
using Cacl.Files;

namespace Cacl.Samples.MotionSet;

/// <summary>The file that tells what a folder holds, so that the same set is not rendered twice.</summary>
/// <param name="Renderer">Changes whenever the same options would give other pixels.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="Textures">Where the textures came from.</param>
/// <param name="Complete">False while the folder is being filled.</param>
internal sealed record MotionSetManifest(int Renderer, MotionSetOptions Options, IReadOnlyList<MotionSetManifest.Texture> Textures, bool Complete)
{
    private const int CurrentRenderer = 1;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>The files are known by name and length, so that a moved folder of videos is the same one.</summary>
    internal sealed record Texture(string File, long Bytes);

    public static string PathIn(string folder) => Path.Combine(folder, "motion-set.json");

    public static MotionSetManifest Of(MotionSetOptions options, IEnumerable<string> textureVideos) =>
        new(CurrentRenderer, options, [.. textureVideos.Select(path => new Texture(Path.GetFileName(path), new FileInfo(path).Length))], true);

    public string ToJson() => JsonSerializer.Serialize(this, Readable);

    /// <summary>A file that exists is whole.</summary>
    public void Write(string folder) => AtomicFile.Write(PathIn(folder), stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));
}
