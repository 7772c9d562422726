using System.Runtime.CompilerServices;

namespace Cacl.Clips.Tests;

/// <summary>The collection of real and broken videos that development machines have beside the checkout.</summary>
internal static class SharedVideos
{
    /// <summary>The collection's folder; null where there is none.</summary>
    public static string? Root => Directory.Exists(Folder) ? Folder : null;

    private static string Folder => Environment.GetEnvironmentVariable("CACL_SHARED_VIDEOS") ?? Path.Combine(Repository(), "..", "shared", "videos");

    /// <summary>The path of a file or folder of the collection; skips the test where there is none.</summary>
    public static string Find(params string[] parts)
    {
        string path = Path.Combine([Folder, .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"No {Path.Combine(parts)} in ../shared/videos; CACL_SHARED_VIDEOS can name the folder.");
        return path;
    }

    /// <summary>Found from this source file: what is built may lie anywhere.</summary>
    private static string Repository([CallerFilePath] string thisFile = "")
    {
        string? folder = Path.GetDirectoryName(thisFile);
        while (folder is not null && !File.Exists(Path.Combine(folder, "global.json")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? AppContext.BaseDirectory;
    }
}
