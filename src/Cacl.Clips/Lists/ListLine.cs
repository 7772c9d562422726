using System.Text;

namespace Cacl.Clips;

/// <summary>A line of a list that is not blank.</summary>
/// <param name="File">The list's path.</param>
/// <param name="Number">The line's number, from 1, blank lines counted.</param>
/// <param name="Text">The line without its end.</param>
internal readonly record struct ListLine(string File, int Number, string Text)
{
    private const int LongestQuote = 80;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public VideoListException Fault(string expected, string found) => new(File, Number, expected, found);

    /// <summary>A fault that shows the whole line.</summary>
    public VideoListException Fault(string expected) => Fault(expected, Quote(Text));

    /// <summary>Text in quotation marks, cut when it is long.</summary>
    public static string Quote(string text) => text.Length <= LongestQuote ? $"'{text}'" : $"'{text[..LongestQuote]}...'";

    /// <summary>Reads a file's lines: UTF-8 with or without a byte order mark, ended by LF, CRLF or CR.</summary>
    public static List<ListLine> ReadAll(string path)
    {
        if (Directory.Exists(path))
            throw new VideoListException(path, 0, "a file", "a folder");
        if (!System.IO.File.Exists(path))
            throw new FileNotFoundException($"There is no video list '{path}'.", path);
        byte[] content = System.IO.File.ReadAllBytes(path);
        ReadOnlySpan<byte> rest = content;
        if (rest.StartsWith(Encoding.UTF8.Preamble))
            rest = rest[3..];
        else if (rest.StartsWith(Encoding.Unicode.Preamble) || rest.StartsWith(Encoding.BigEndianUnicode.Preamble))
            throw new VideoListException(path, 1, "text in UTF-8", "the byte order mark of UTF-16");

        List<ListLine> lines = [];
        for (int number = 1; !rest.IsEmpty; number++)
        {
            int end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + (rest[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
            string text = Decode(path, number, line);
            if (!string.IsNullOrWhiteSpace(text))
                lines.Add(new ListLine(path, number, text));
        }
        return lines;
    }

    private static string Decode(string path, int number, ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)0))
            throw new VideoListException(path, number, "text in UTF-8", "a byte of 0");
        try
        {
            return StrictUtf8.GetString(line);
        }
        catch (DecoderFallbackException exception)
        {
            byte[] bytes = exception.BytesUnknown ?? [];
            throw new VideoListException(path, number, "text in UTF-8", $"the byte{(bytes.Length == 1 ? "" : "s")} {Convert.ToHexString(bytes)}, which {(bytes.Length == 1 ? "is" : "are")} not");
        }
    }
}
