namespace Cacl.Files;

/// <summary>Writes files that are whole or not there.</summary>
/// <remarks>
/// Each writer has a temporary file of its own beside the file, so that of several that write one file at once the last to end gives it.
/// It is held open, and so locked, until it has its name: that tells it from what a killed process left, which the next writer of the
/// same file removes. Where files are not locked, as in some folders of a network, nothing is removed.
/// </remarks>
public static class AtomicFile
{
    /// <summary>What the names of temporary files end with; before it stand the file's name and 32 hexadecimal digits.</summary>
    public const string Ending = ".partial";

    private const int Digits = 32, Attempts = 3;

    /// <summary>Writes under a temporary name beside the file, flushes to the disk, and renames.</summary>
    /// <param name="path">The file; one that exists is replaced, and folders that lack are made.</param>
    /// <param name="write">Writes what is in it, and leaves the stream open.</param>
    /// <exception cref="IOException">The file can't be written; the message names it and says why.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; the message names it.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Try(path, (full, temporary) =>
        {
            write(temporary);
            temporary.Flush(flushToDisk: true);
            // While it is still locked: between the two it would pass for one that was left.
            File.Move(temporary.Name, full, overwrite: true);
        });
    }

    /// <summary>Finds out whether a file can be written, and leaves one that is there as it is; folders that lack are made.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file can't be written; the message names it and says why.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; the message names it.</exception>
    public static void CheckPlace(string path) => Try(path, (_, temporary) => File.Delete(temporary.Name));

    private static void Try(string path, Action<string, FileStream> work)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        string? folder = Path.GetDirectoryName(full);
        if (folder is null || Directory.Exists(full))
            throw new IOException($"'{path}' is a folder; a path of a file is needed.");
        if (File.Exists(folder))
            throw new IOException($"'{path}' can't be written: '{folder}' is a file and no folder.");
        string temporary = "";
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream stream = Create(full, out temporary);
            // Not where its own would be taken for one that was left.
            if (IsLocked(temporary))
                Sweep(folder, Path.GetFileName(full));
            work(full, stream);
        }
        catch (Exception fault)
        {
            TryRemove(() => File.Delete(temporary));
            if (temporary.Length == 0 || !fault.Message.Contains(temporary, StringComparison.Ordinal))
                throw;
            // It speaks of a name that nobody gave.
            string message = fault.Message.Replace(temporary, full, StringComparison.Ordinal);
            throw fault switch
            {
                UnauthorizedAccessException => new UnauthorizedAccessException(message, fault),
                IOException => new IOException(message, fault),
                _ => fault,
            };
        }
    }

    private static FileStream Create(string full, out string temporary)
    {
        for (int attempt = 1; ; attempt++)
        {
            temporary = $"{full}.{Guid.NewGuid():N}{Ending}";
            try
            {
                var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
                // Between its making and its locking another writer may have taken it for one that was left.
                if (File.Exists(temporary))
                    return stream;
                stream.Dispose();
            }
            catch (IOException) when (attempt < Attempts)
            {
            }
        }
    }

    private static bool IsLocked(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Removes what is of a file's temporary ones and locked by nobody.</summary>
    private static void Sweep(string folder, string name) => TryRemove(() =>
    {
        foreach (string left in Directory.EnumerateFiles(folder, $"*{Ending}").Where(IsOfTheFile))
            // It is had only where nobody holds it, and goes before its lock does.
            TryRemove(() => new FileStream(left, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose());

        bool IsOfTheFile(string path)
        {
            ReadOnlySpan<char> found = Path.GetFileName(path.AsSpan());
            return found.Length == name.Length + 1 + Digits + Ending.Length && found.StartsWith($"{name}.", StringComparison.Ordinal)
                && !found.Slice(name.Length + 1, Digits).ContainsAnyExcept("0123456789abcdef");
        }
    });

    private static void TryRemove(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It may be another's, or gone, or never have been; what is told is why the file could not be written.
        }
    }
}
