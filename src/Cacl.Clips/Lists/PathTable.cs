namespace Cacl.Clips;

/// <summary>Tables of paths and labels, separated by commas or tabs, with or without a header.</summary>
internal static class PathTable
{
    private static readonly string[] PathNames = ["path", "video", "video_path", "videopath", "file", "file_name", "filename"];
    private static readonly string[] LabelNames = ["label", "class"];

    public static void Read(string path, VideoListPart wanted, ListedVideos videos)
    {
        List<ListLine> lines = ListLine.ReadAll(path);
        if (lines.Count == 0)
            return;
        char separator = SeparatorOf(path, lines[0].Text);
        ColumnNames header = new(lines[0], separator);
        // A row without a header may well have a label such as 'file', but a header names no video.
        bool hasHeader = !header.HasVideo && header.Has([.. PathNames, .. LabelNames]);
        int video = hasHeader ? header.Find(PathNames) : 0, label = hasHeader ? header.Find(LabelNames) : -1, split = hasHeader ? header.Find(ColumnNames.Split) : -1;
        if (video < 0)
            throw lines[0].Fault($"a header with a column for paths ({string.Join(", ", PathNames)})");
        if (!hasHeader && !header.HasVideo)
            throw NoHeader(lines[0], header.Count, separator);
        if (wanted != VideoListPart.All && split < 0)
            throw lines[0].Fault($"a header with path and {ColumnNames.Split}, to choose the part {wanted} by");

        foreach (ListLine line in lines.Skip(hasHeader ? 1 : 0))
        {
            List<string> cells = hasHeader ? header.Cells(line) : SeparatedRow.Split(line, separator);
            if (!hasHeader || cells.Count == 1)
                CheckPath(line, cells, separator);
            if (!hasHeader)
            {
                label = cells.Count > 1 ? 1 : -1;
                if (cells.Count > 2)
                    throw line.Fault("a path and a label, or a header that names the columns path and label", $"{cells.Count} cells");
            }
            if (cells[video].Length == 0)
                throw line.Fault("a video's path", "an empty cell");
            string? name = label < 0 || cells[label].Length == 0 ? null : cells[label];
            VideoListPart of = split >= 0 ? ColumnNames.PartOf(line, cells[split], wanted) : VideoListPart.All;
            videos.Add(line, cells[video], name, of);
        }
    }

    /// <summary>The fault of a first line that is neither a row nor a header that is known.</summary>
    private static VideoListException NoHeader(ListLine line, int cells, char separator) =>
        OtherSeparator(line, cells, separator)
        ?? (IsComment(line) ? Comment(line) : line.Fault($"a video's path, or a header with a column for paths ({string.Join(", ", PathNames)})"));

    /// <summary>Refuses a row whose path is one only by the way the line was taken apart.</summary>
    private static void CheckPath(ListLine line, List<string> cells, char separator)
    {
        // A path in quotes says itself where it ends.
        if (line.Text.TrimStart().StartsWith('"'))
            return;
        if (OtherSeparator(line, cells.Count, separator) is { } fault)
            throw fault;
        if (IsComment(line) && !VideoFolder.HasVideoEnding(cells[0]))
            throw Comment(line);
        if (cells.Count > 1 && !VideoFolder.HasVideoEnding(cells[0]) && VideoFolder.HasVideoEnding(cells[1]))
            throw line.Fault("the path before the label, or a header that names the columns path and label");
    }

    /// <summary>The fault of a line that is one cell with something in it that separates cells elsewhere; null when it is none.</summary>
    private static VideoListException? OtherSeparator(ListLine line, int cells, char separator)
    {
        int at = cells == 1 ? line.Text.Trim().AsSpan().IndexOfAny(";\t,") : -1;
        return at < 0
            ? null
            : line.Fault($"cells separated by {SeparatedRow.Say(separator)}, or a path with {SeparatedRow.Say(line.Text.Trim()[at])} in double quotes");
    }

    private static bool IsComment(ListLine line) => line.Text.TrimStart().StartsWith('#');

    private static VideoListException Comment(ListLine line) => line.Fault("a row, as tables have no comments");

    private static char SeparatorOf(string path, string firstLine) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".tsv" or ".tab" => '\t',
        ".csv" => ',',
        _ => firstLine.Contains('\t') ? '\t' : ',',
    };
}
