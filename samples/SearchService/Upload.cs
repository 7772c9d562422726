using System.Buffers;

namespace Cacl.Samples.SearchService;

/// <summary>An uploaded file, on disk for as long as it is worked on.</summary>
internal sealed class Upload : IDisposable
{
    private const string Prefix = "cacl-upload-";
    private const int BufferBytes = 80 * 1024;

    private Upload(string folder, string name)
    {
        Path = System.IO.Path.Join(folder, $"{Prefix}{Guid.NewGuid():N}");
        Name = name;
    }

    /// <summary>What the client calls it.</summary>
    internal string Name { get; }

    /// <summary>Where it lies; only this process's user may read it.</summary>
    internal string Path { get; }

    internal long Bytes { get; private set; }

    /// <summary>Writes what arrives to a file, a piece at a time.</summary>
    /// <param name="content">The content.</param>
    /// <param name="name">What the client calls it.</param>
    /// <param name="options">The folder and the largest size.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RefusedUploadException">It is too large; then there is no file.</exception>
    internal static async Task<Upload> Receive(Stream content, string name, ServiceOptions options, CancellationToken cancellation)
    {
        var upload = new Upload(options.UploadFolder, Readable(name));
        try
        {
            await upload.Write(content, options.MostUploadBytes, cancellation);
            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    /// <summary>Deletes what a process that was killed has left: no upload takes a day.</summary>
    internal static void DeleteForgotten(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, $"{Prefix}*").Where(path => File.GetLastWriteTimeUtc(path) < DateTime.UtcNow.AddDays(-1)))
            File.Delete(path);
    }

    public void Dispose()
    {
        // Its folder may be gone, and the file with it.
        if (File.Exists(Path))
            File.Delete(Path);
    }

    private async Task Write(Stream content, long most, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using FileStream file = Create();
            int read;
            while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
            {
                Bytes += read;
                if (Bytes > most)
                    throw TooLarge(most);
                await Append(file, buffer.AsMemory(0, read), cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private FileStream Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(Path, options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(fault);
        }
    }

    private static async Task Append(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation);
        }
        catch (IOException fault)
        {
            throw NoRoom(fault);
        }
    }

    private static RefusedUploadException NoRoom(Exception fault) =>
        new(StatusCodes.Status507InsufficientStorage, "storage", "The service can't keep an upload just now.", fault);

    internal static RefusedUploadException TooLarge(long most) =>
        new(StatusCodes.Status413PayloadTooLarge, "uploadTooLarge", $"The upload is larger than {most} bytes, which is the most that this service takes.");

    // A name goes into answers and logs, and a client may send anything.
    private static string Readable(string name)
    {
        string last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        string readable = string.Concat(last.Where(character => !char.IsControl(character)).Take(200));
        return readable.Length == 0 ? "upload" : readable;
    }
}
