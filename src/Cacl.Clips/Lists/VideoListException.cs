namespace Cacl.Clips;

/// <summary>A list of videos is not as its format wants it; the message names the file, the line, what was expected and what was found.</summary>
public sealed class VideoListException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="path">The list's path.</param>
    /// <param name="line">The line, counted from 1; 0 when it concerns the list as a whole.</param>
    /// <param name="expected">What was expected, without a full stop.</param>
    /// <param name="found">What was found, without a full stop.</param>
    public VideoListException(string path, int line, string expected, string found)
        : base($"Can't read the video list '{path}'{(line > 0 ? $", line {line}" : "")}: expected {expected}, found {found}.")
    {
        Path = path;
        Line = line;
        Expected = expected;
        Found = found;
    }

    /// <summary>The list's path.</summary>
    public string Path { get; }

    /// <summary>The line, counted from 1; 0 when it concerns the list as a whole.</summary>
    public int Line { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }

    /// <summary>What was found.</summary>
    public string Found { get; }
}
