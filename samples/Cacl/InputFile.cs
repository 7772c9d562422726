namespace Cacl.Cli;

/// <summary>Files that are read.</summary>
internal static class InputFile
{
    /// <summary>Makes sure that there is a file before it is opened.</summary>
    /// <param name="what">What it is to be.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is none, or it is a folder, a pipe or a device.</exception>
    internal static void Check(string what, string path)
    {
        if (Directory.Exists(path))
        {
            string encoder = Path.Join(path, "encoder.safetensors");
            throw new IOException($"The {what} '{path}' is a folder; it must be a file{(what == "encoder" && File.Exists(encoder) ? $", such as '{encoder}'" : "")}.");
        }
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no {what} '{path}'.", path);
        if (FileKind.IsSpecial(path))
            throw new IOException($"The {what} '{path}' is a pipe or a device; it must be a file.");
    }
}
