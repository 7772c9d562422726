namespace Cacl.Learning;

/// <summary>Writes files that are whole or not there.</summary>
internal static class AtomicFile
{
    /// <summary>Writes under a temporary name beside the file, flushes to the disk, and renames.</summary>
    /// <param name="path">The file; one that exists is replaced, and folders that lack are made.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <exception cref="IOException">The file can't be written; the message says why.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string? folder = Path.GetDirectoryName(full);
        if (folder is null || Directory.Exists(full))
            throw new IOException($"'{path}' is a folder; a path of a file is needed.");
        if (File.Exists(folder))
            throw new IOException($"'{path}' can't be written: '{folder}' is a file and no folder.");
        Directory.CreateDirectory(folder);
        string temporary = full + ".partial";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
