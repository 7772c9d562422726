namespace Cacl.Cli;

/// <summary>Files that are whole or not there.</summary>
internal static class OutputFile
{
    /// <summary>Finds out, before any work is done, whether a file can be written, and makes its folder.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It can't; the message names the option and the file.</exception>
    internal static void Check(string option, string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"{option} is '{path}', which is a folder; it must name a file.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            string trial = path + ".partial";
            File.Create(trial).Dispose();
            File.Delete(trial);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{option} is '{path}', which can't be written: {fault.Message}", fault);
        }
    }

    /// <summary>Writes text under another name, and renames it.</summary>
    internal static void Write(string path, Action<TextWriter> write)
    {
        string temporary = path + ".partial";
        using (var writer = new StreamWriter(temporary))
        {
            writer.NewLine = "\n";
            write(writer);
        }
        File.Move(temporary, path, overwrite: true);
    }
}
