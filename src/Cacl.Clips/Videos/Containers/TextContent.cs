using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Cacl.Clips;

/// <summary>Texts that were saved under a video's name: a server's error page, a pointer to a file that was never fetched.</summary>
internal static class TextContent
{
    private const int MostQuoted = 40;

    /// <summary>All control characters but those that white space is made of.</summary>
    private static readonly SearchValues<byte> NoText =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code).Except("\t\n\f\r"u8.ToArray()), 0x7F]);

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (!IsText(file.Head, whole: file.Head.Length == file.Length))
            return null;
        string text = Encoding.UTF8.GetString(file.Head).TrimStart('\uFEFF').TrimStart();
        if (text.StartsWith("version https://git-lfs", StringComparison.Ordinal))
            return (VideoFault.NotAVideo, "it is a Git LFS pointer: the file itself was not fetched");
        string kind = text switch
        {
            _ when IsWebPage(text) => "a web page, as a server sends in place of a file",
            _ when text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) => "an XML text",
            ['{', ..] or ['[', '{', ..] => "a JSON text",
            _ => "a text",
        };
        return (VideoFault.NotAVideo, text.Length == 0 ? "it holds nothing but blank lines" : $"it is {kind}: it begins with '{Beginning(text)}'");
    }

    private static bool IsWebPage(string text) =>
        text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);

    private static bool IsText(ReadOnlySpan<byte> head, bool whole)
    {
        if (head.IsEmpty || head.ContainsAny(NoText))
            return false;
        // The last letter of a longer text may be cut in two.
        for (int cut = 0; cut <= (whole ? 0 : 3) && cut < head.Length; cut++)
        {
            if (Utf8.IsValid(head[..^cut]))
                return true;
        }
        return false;
    }

    /// <summary>The first line, or as much of it as goes into a message.</summary>
    private static string Beginning(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        string line = (end < 0 ? text : text[..end]).TrimEnd();
        if (line.Length <= MostQuoted)
            return line;
        int length = char.IsHighSurrogate(line[MostQuoted - 1]) ? MostQuoted - 1 : MostQuoted;
        return line[..length] + "...";
    }
}
