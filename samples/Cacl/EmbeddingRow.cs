using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Cacl.Cli;

/// <summary>What became of a video, as a line of the journal.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its length then.</param>
/// <param name="Modified">When it had last been written then.</param>
/// <param name="Vector">Its vector's bytes; null for a faulty video.</param>
/// <param name="Fault">Why it has none; null when it has.</param>
/// <param name="Shortfall">What is missing of a video that has a vector; null when it is complete.</param>
internal sealed record EmbeddingRow(string Path, long Bytes, DateTime Modified, byte[]? Vector, string? Fault, string? Shortfall)
{
    [JsonIgnore]
    internal float[] Features => MemoryMarshal.Cast<byte, float>(Vector).ToArray();

    /// <summary>The row of a video as it is now.</summary>
    internal static EmbeddingRow Of(string path, float[]? features, string? fault, string? shortfall)
    {
        var file = new FileInfo(path);
        return new EmbeddingRow(path, Length(file), file.LastWriteTimeUtc, features is null ? null : MemoryMarshal.AsBytes<float>(features).ToArray(), fault, shortfall);
    }

    /// <summary>Whether the file still is what the row was made of.</summary>
    internal bool IsCurrent()
    {
        var file = new FileInfo(Path);
        return file.Exists && file.Length == Bytes && file.LastWriteTimeUtc == Modified;
    }

    private static long Length(FileInfo file) => file.Exists ? file.Length : 0;
}
