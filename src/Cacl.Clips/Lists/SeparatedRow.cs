using System.Text;

namespace Cacl.Clips;

/// <summary>A line of separated values: cells may stand in double quotes, with quotes within doubled; cells that do not are trimmed.</summary>
internal static class SeparatedRow
{
    public static List<string> Split(ListLine line, char separator)
    {
        List<string> cells = [];
        string text = line.Text;
        for (int at = 0; ;)
        {
            int start = at;
            while (start < text.Length && text[start] == ' ')
                start++;
            if (start < text.Length && text[start] == '"')
            {
                cells.Add(Quoted(line, cells.Count + 1, start + 1, out at));
                while (at < text.Length && text[at] == ' ')
                    at++;
                if (at < text.Length && text[at] != separator)
                    throw line.Fault($"{Say(separator)} or the line's end after the quotes of cell {cells.Count}", ListLine.Quote(text[at..]));
            }
            else
            {
                int end = text.IndexOf(separator, at);
                cells.Add(text[at..(end < 0 ? text.Length : end)].Trim());
                at = end < 0 ? text.Length : end;
            }
            if (at >= text.Length)
                return cells;
            at++;
        }
    }

    private static string Quoted(ListLine line, int cell, int start, out int end)
    {
        StringBuilder content = new();
        for (int i = start; i < line.Text.Length; i++)
        {
            char c = line.Text[i];
            if (c != '"')
            {
                content.Append(c);
            }
            else if (i + 1 < line.Text.Length && line.Text[i + 1] == '"')
            {
                content.Append(c);
                i++;
            }
            else
            {
                end = i + 1;
                return content.ToString();
            }
        }
        throw line.Fault($"the closing quotes of cell {cell} on the same line", "the line's end");
    }

    public static string Say(char separator) => separator switch
    {
        '\t' => "a tab",
        ';' => "a semicolon",
        _ => "a comma",
    };
}
