namespace Cacl.Clips;

/// <summary>A file's size and time of writing, by which it is told whether it has changed.</summary>
internal readonly record struct FileStamp(long Bytes, DateTime ModifiedUtc)
{
    /// <summary>Takes the stamp of a file that can be read.</summary>
    /// <exception cref="VideoException">It is missing, a folder, empty, or not to be read.</exception>
    public static FileStamp OfReadable(string path)
    {
        if (Directory.Exists(path))
            throw new VideoException(path, VideoFault.Directory, "it is a folder");
        FileInfo info = new(path);
        if (!info.Exists)
            throw new VideoException(path, VideoFault.Missing, "there is no such file");
        // Pipes and devices show as having no bytes. They must not get any further: opening a pipe waits for its other end.
        if (info.Length == 0)
            throw new VideoException(path, VideoFault.Empty, "the file is empty, or is none with a content of its own, such as a pipe");
        try
        {
            File.OpenHandle(path).Dispose();
        }
        catch (FileNotFoundException exception)
        {
            throw new VideoException(path, VideoFault.Missing, "there is no such file", innerException: exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new VideoException(path, VideoFault.NotPermitted, "this process may not read the file", innerException: exception);
        }
        return new FileStamp(info.Length, info.LastWriteTimeUtc);
    }
}
