using Cacl.Clips;

namespace Cacl.Benchmarks.Input;

/// <summary>What a first pass over each file has shown, made once and outside the time taken.</summary>
internal static class Examined
{
    private static readonly Dictionary<string, SeekTable> Tables = [];

    /// <summary>The file's frame count and the places that it can be sought to.</summary>
    public static SeekTable Of(string path)
    {
        if (!Tables.TryGetValue(path, out SeekTable? table))
        {
            using VideoFile file = VideoFile.Open(path);
            file.CountFrames();
            Tables[path] = table = file.SeekTable ?? throw new InvalidOperationException($"No pass over {path} can be made.");
        }
        return table;
    }
}
