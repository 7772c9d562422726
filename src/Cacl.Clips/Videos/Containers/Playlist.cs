using System.Text;

namespace Cacl.Clips;

/// <summary>Texts that name other files, which the decoder would open and read in this one's place.</summary>
/// <remarks>
/// They are refused before the decoder sees them: what they name may lie anywhere, and may change while the text stays the same,
/// so that neither an index nor a cache would notice.
/// </remarks>
internal static class Playlist
{
    /// <summary>The decoder looks no further into a file to tell what it is.</summary>
    private const int MostSearched = 1 << 20;

    private const string Cause = "it is a playlist that names other files; list those in its place";

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        ReadOnlySpan<byte> start = file.Head;
        if (start.StartsWith(Encoding.UTF8.Preamble))
            start = start[3..];
        start = start.TrimStart(" \t\r\n\f\v"u8);
        bool names = start.StartsWith("#EXTM3U"u8) || start.StartsWith("ffconcat version"u8)
            // White space alone may go on beyond the first bytes.
            || ((start.IsEmpty || start[0] == (byte)'<') && HoldsElement(file));
        return names ? (VideoFault.NotAVideo, Cause) : null;
    }

    /// <summary>Whether an XML text is of a kind that names files: an MPD of DASH, a composition of IMF.</summary>
    private static bool HoldsElement(ProbedFile file)
    {
        byte[] text = new byte[(int)Math.Min(file.Length, MostSearched)];
        ReadOnlySpan<byte> read = text.AsSpan(0, file.Read(0, text));
        return read.IndexOf("<MPD"u8) >= 0 || read.IndexOf("<CompositionPlaylist"u8) >= 0;
    }
}
