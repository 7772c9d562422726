namespace Cacl.Clips;

/// <summary>Says of options that name a file or a folder why none can be there.</summary>
internal static class OptionPaths
{
    /// <summary>Adds a line when a path is none.</summary>
    /// <param name="option">The option.</param>
    /// <param name="path">Its value; null for none.</param>
    /// <param name="faults">Takes the line.</param>
    public static void CollectNameFaults(string option, string? path, ICollection<string> faults)
    {
        if (path is not null && Unnameable(path) is { } found)
            faults.Add($"{option} is {found}; it must be null or a folder.");
    }

    /// <summary>Adds a line when no folder can be at a path.</summary>
    /// <param name="option">The option.</param>
    /// <param name="path">Its value; null for none.</param>
    /// <param name="faults">Takes the line.</param>
    public static void CollectFolderFaults(string option, string? path, ICollection<string> faults)
    {
        if (path is not null && (Unnameable(path) ?? Above(path, itself: true)) is { } found)
            faults.Add($"{option} is {found}; it must be null or a folder.");
    }

    /// <summary>Adds a line when no file can be at a path.</summary>
    /// <param name="option">The option.</param>
    /// <param name="path">Its value; null for none.</param>
    /// <param name="faults">Takes the line.</param>
    public static void CollectFileFaults(string option, string? path, ICollection<string> faults)
    {
        if (path is null)
            return;
        string? found = Unnameable(path)
            ?? (Directory.Exists(path) || Path.EndsInDirectorySeparator(path) ? $"'{path}', which is a folder" : Above(path, itself: false));
        if (found is not null)
            faults.Add($"{option} is {found}; it must be null or a file.");
    }

    private static string? Unnameable(string path) =>
        string.IsNullOrWhiteSpace(path) ? $"'{path}'"
        : path.Contains('\0') ? $"'{path.Replace("\0", "\\0", StringComparison.Ordinal)}', which has a null character"
        : null;

    /// <summary>Says which part of a path is a file though it must be a folder; null when none is.</summary>
    private static string? Above(string path, bool itself)
    {
        string? folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (itself && File.Exists(folder))
            return $"'{path}', which is a file";
        while ((folder = Path.GetDirectoryName(folder)) is not null)
        {
            if (File.Exists(folder))
                return $"'{path}', but '{folder}' is a file";
        }
        return null;
    }
}
