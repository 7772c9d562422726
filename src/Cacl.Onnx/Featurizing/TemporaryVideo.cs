namespace Cacl.Onnx;

/// <summary>A video in memory as a file, for as long as it is decoded.</summary>
internal sealed class TemporaryVideo : IDisposable
{
    private const string FolderInMemory = "/dev/shm";

    private TemporaryVideo(string path) => Path = path;

    public string Path { get; }

    /// <summary>Writes the file, for this process's user alone.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="folder">Where; null chooses.</param>
    /// <exception cref="IOException">It can't be written; then there is none.</exception>
    public static TemporaryVideo Write(ReadOnlySpan<byte> content, string? folder)
    {
        var video = new TemporaryVideo(System.IO.Path.Join(folder ?? FolderFor(content.Length), $"cacl-{Guid.NewGuid():N}"));
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = content.Length };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(video.Path, options);
            file.Write(content);
            return video;
        }
        catch
        {
            video.Dispose();
            throw;
        }
    }

    public void Dispose() => File.Delete(Path);

    // Twice as much room as is wanted, since others write there as well.
    private static string FolderFor(long bytes) =>
        OperatingSystem.IsLinux() && Directory.Exists(FolderInMemory) && new DriveInfo(FolderInMemory).AvailableFreeSpace > 2 * bytes
            ? FolderInMemory
            : System.IO.Path.GetTempPath();
}
