using System.Globalization;

namespace Cacl.Clips;

/// <summary>Kinetics' annotations: a clip a row, whose file is named after the video's id and the clip's times.</summary>
internal static class KineticsList
{
    private const string Id = "youtube_id", Start = "time_start", End = "time_end", Label = "label";

    /// <summary>Whether a file's first line is the header of Kinetics.</summary>
    public static bool IsHeader(string path) =>
        ListLine.ReadAll(path) is [ListLine first, ..] && !first.Text.Contains('\t') && SeparatedRow.Split(first, ',').Contains(Id, StringComparer.OrdinalIgnoreCase);

    public static void Read(string path, VideoListOptions options, ListedVideos videos)
    {
        List<ListLine> lines = ListLine.ReadAll(path);
        if (lines.Count == 0)
            throw new VideoListException(path, 1, $"a header with {Id}, {Start} and {End}", "nothing");
        ColumnNames header = new(lines[0], ',');
        int id = header.Find(Id), start = header.Find(Start), end = header.Find(End), label = header.Find(Label), split = header.Find(ColumnNames.Split);
        if (id < 0 || start < 0 || end < 0)
            throw lines[0].Fault($"a header with {Id}, {Start} and {End}");
        // The annotations of a test part may come without labels.
        if (options.LabelFolders && label < 0)
            throw lines[0].Fault($"a header with {Label}, as LabelFolders needs it");
        if (options.Part != VideoListPart.All && split < 0)
            throw lines[0].Fault($"a header with {ColumnNames.Split}, to choose the part {options.Part} by");

        foreach (ListLine line in lines.Skip(1))
        {
            List<string> cells = header.Cells(line);
            string? name = label < 0 || cells[label].Length == 0 ? null : cells[label];
            if (cells[id].Length == 0 || cells[id].AsSpan().ContainsAny('/', '\\'))
                throw line.Fault($"a video's id in the column {Id}", ListLine.Quote(cells[id]));
            if (options.LabelFolders && name is null)
                throw line.Fault($"a label in the column {Label}", "none");
            int from = Seconds(line, Start, cells[start]), to = Seconds(line, End, cells[end]);
            if (to <= from)
                throw line.Fault($"a {End} above the {Start} of {from}", $"{to}");
            string file = string.Create(CultureInfo.InvariantCulture, $"{cells[id]}_{from:000000}_{to:000000}.mp4");
            VideoListPart of = split < 0 ? VideoListPart.All : ColumnNames.PartOf(line, cells[split], options.Part);
            videos.Add(line, options.LabelFolders ? Path.Join(name, file) : file, name, of);
        }
    }

    private static int Seconds(ListLine line, string column, string cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? seconds
            : throw line.Fault($"whole seconds in the column {column}", ListLine.Quote(cell));
}
