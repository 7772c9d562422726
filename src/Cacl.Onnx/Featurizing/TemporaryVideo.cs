namespace Cacl.Onnx;

/// <summary>A video in memory as a file, for as long as it is decoded.</summary>
internal sealed class TemporaryVideo : IDisposable
{
    private const string FolderInMemory = "/dev/shm";

    private TemporaryVideo(string path) => Path = path;

    public string Path { get; }

    /// <summary>Writes the file, for this process's user alone.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="folder">Where; null chooses: in memory as long as there is room, else where the system keeps temporary files.</param>
    /// <exception cref="IOException">It can't be written; then there is none.</exception>
    public static TemporaryVideo Write(ReadOnlySpan<byte> content, string? folder) => folder is not null
        ? WriteTo(folder, content)
        : WriteToFirst(HasRoomInMemory(content.Length) ? FolderInMemory : null, System.IO.Path.GetTempPath(), content);

    /// <summary>Writes the file to a folder that may fail, or else to another.</summary>
    internal static TemporaryVideo WriteToFirst(string? preferred, string other, ReadOnlySpan<byte> content)
    {
        try
        {
            if (preferred is not null)
                return WriteTo(preferred, content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The room was taken since it was looked for, or is not for this user.
        }

        return WriteTo(other, content);
    }

    public void Dispose() => File.Delete(Path);

    private static TemporaryVideo WriteTo(string folder, ReadOnlySpan<byte> content)
    {
        var video = new TemporaryVideo(System.IO.Path.Join(folder, $"cacl-{Guid.NewGuid():N}"));
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
            video.TryDelete();
            throw;
        }
    }

    // The reason why it can't be written says more than the one why it can't be deleted.
    private void TryDelete()
    {
        try
        {
            Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    // Twice as much room as is wanted, since others write there as well.
    private static bool HasRoomInMemory(long bytes) =>
        OperatingSystem.IsLinux() && Directory.Exists(FolderInMemory) && new DriveInfo(FolderInMemory).AvailableFreeSpace > 2 * bytes;
}
