namespace Cacl.Clips;

/// <summary>A file's size and time of writing, by which it is told whether it has changed. A link has those of the file that it leads to.</summary>
internal readonly record struct FileStamp(long Bytes, DateTime ModifiedUtc)
{
    /// <summary>Links after which they are taken for a circle.</summary>
    private const int MostLinks = 255;

    /// <summary>The stamp of a file as it is now; null when there is no such file or it can't be looked at.</summary>
    public static FileStamp? Of(string path)
    {
        try
        {
            return CanBeAPath(path) && FinalFile(path) is { Exists: true } file ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes the stamp of a file that can be read.</summary>
    /// <exception cref="VideoException">It is missing, a folder, empty, not to be read, or a playlist.</exception>
    public static FileStamp OfReadable(string path)
    {
        string fullPath = FullPath(path);
        if (Directory.Exists(fullPath))
            throw new VideoException(path, VideoFault.Directory, "it is a folder");
        if (!File.Exists(fullPath))
            throw new VideoException(path, VideoFault.Missing, "there is no such file");
        if (new FileInfo(fullPath).LinkTarget is not null && LostLink(fullPath) is { } lost)
            throw new VideoException(path, VideoFault.Missing, lost);
        // Pipes and devices show as having no bytes. They must not get any further: opening a pipe waits for its other end.
        if (Of(fullPath) is not { Bytes: > 0 } stamp)
            throw new VideoException(path, VideoFault.Empty, "the file is empty, or is none with a content of its own, such as a pipe");
        try
        {
            using FileStream file = new(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (Playlist.WhyNot(new ProbedFile(file)) is var (fault, cause))
                throw new VideoException(path, fault, cause);
        }
        catch (VideoException)
        {
            throw;
        }
        catch (FileNotFoundException exception)
        {
            throw new VideoException(path, VideoFault.Missing, "there is no such file", innerException: exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new VideoException(path, VideoFault.NotPermitted, "this process may not read the file", innerException: exception);
        }
        return stamp;
    }

    /// <summary>The full path of a file to read.</summary>
    /// <exception cref="VideoException">No file can have such a path.</exception>
    public static string FullPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!CanBeAPath(path))
            throw new VideoException(path, VideoFault.Missing, path.Length == 0 ? "its path is empty" : "its path has a null character, which no file's has");
        return Path.GetFullPath(path);
    }

    /// <summary>Whether a file can have such a path at all.</summary>
    public static bool CanBeAPath(string path) => path.Length > 0 && !path.Contains('\0');

    /// <summary>Says why a link leads to no file; null when it leads to one.</summary>
    private static string? LostLink(string path)
    {
        try
        {
            return FinalFile(path) is { Exists: true } ? null : "it is a link that leads to no file";
        }
        catch (IOException)
        {
            return "it is a link that leads in a circle";
        }
    }

    /// <summary>The file that a path leads to, links followed; there may be none of its name.</summary>
    /// <exception cref="IOException">They lead in a circle.</exception>
    private static FileInfo FinalFile(string path)
    {
        // .NET follows links as well, but takes a relative one in a linked folder to start from where the link to the folder is.
        FileInfo file = new(path);
        int links = 0;
        while (file.LinkTarget is { } target)
        {
            Count(ref links);
            file = new FileInfo(Path.GetFullPath(target, RealFolder(file.DirectoryName!, ref links)));
        }
        return file;
    }

    /// <summary>A folder's path without links: where a relative link in it starts from.</summary>
    private static string RealFolder(string folder, ref int links)
    {
        if (Path.GetDirectoryName(folder) is not { } parent)
            return folder;
        string realParent = RealFolder(parent, ref links);
        string real = Path.Join(realParent, Path.GetFileName(folder));
        if (new DirectoryInfo(real).LinkTarget is not { } target)
            return real;
        Count(ref links);
        return RealFolder(Path.GetFullPath(target, realParent), ref links);
    }

    private static void Count(ref int links)
    {
        if (++links > MostLinks)
            throw new IOException("Links lead in a circle.");
    }
}
