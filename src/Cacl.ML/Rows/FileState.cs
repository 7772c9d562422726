namespace Cacl.ML;

/// <summary>A file as it is now: what was found out about it holds for as long as this stays the same.</summary>
internal readonly record struct FileState(string Path, long Length, DateTime Written)
{
    public static FileState Of(string path)
    {
        // These no file can be called, and FileInfo throws.
        if (path.Length == 0 || path.Contains('\0'))
            return new FileState(path, -1, default);
        var file = new FileInfo(path);
        return file.Exists ? new FileState(path, file.Length, file.LastWriteTimeUtc) : new FileState(path, -1, default);
    }
}
