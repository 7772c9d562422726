namespace Cacl.Learning;

/// <summary>Writes files that are whole or not there.</summary>
/// <remarks>Each writer has a temporary file of its own, so that of several that write one file at once the last to end gives it.</remarks>
internal static class AtomicFile
{
    /// <summary>What the names of temporary files end with.</summary>
    public const string Ending = ".partial";

    /// <summary>Writes under a temporary name beside the file, flushes to the disk, and renames.</summary>
    /// <param name="path">The file; one that exists is replaced, and folders that lack are made.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <exception cref="IOException">The file can't be written; the message names it and says why.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string? folder = Path.GetDirectoryName(full);
        if (folder is null || Directory.Exists(full))
            throw new IOException($"'{path}' is a folder; a path of a file is needed.");
        if (File.Exists(folder))
            throw new IOException($"'{path}' can't be written: '{folder}' is a file and no folder.");
        string temporary = $"{full}.{Guid.NewGuid():N}{Ending}";
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception fault)
        {
            TryDelete(temporary);
            // It speaks of a name that nobody gave.
            if (fault is (IOException or UnauthorizedAccessException) && fault.Message.Contains(temporary, StringComparison.Ordinal))
                throw new IOException(fault.Message.Replace(temporary, full, StringComparison.Ordinal), fault);
            throw;
        }
    }

    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What is told is why it could not be written.
        }
    }
}
