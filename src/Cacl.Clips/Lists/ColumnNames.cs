namespace Cacl.Clips;

/// <summary>The header of a table, and its rows held against it.</summary>
internal sealed class ColumnNames
{
    public const string Split = "split";

    private readonly ListLine _line;
    private readonly char _separator;
    private readonly List<string> _names;

    public ColumnNames(ListLine line, char separator)
    {
        _line = line;
        _separator = separator;
        _names = SeparatedRow.Split(line, separator);
    }

    public int Count => _names.Count;

    /// <summary>Whether a cell is the name of a video, which makes the line a row and no header.</summary>
    public bool HasVideo => _names.Any(VideoFolder.HasVideoEnding);

    /// <summary>Whether there is a column of one of some names, letter case aside.</summary>
    public bool Has(string[] names) => _names.Any(name => names.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>The column of one of some names, letter case aside; -1 when there is none.</summary>
    public int Find(params string[] names)
    {
        List<int> found = [.. Enumerable.Range(0, _names.Count).Where(i => names.Contains(_names[i], StringComparer.OrdinalIgnoreCase))];
        return found switch
        {
            [] => -1,
            [int one] => one,
            [int one, int two, ..] => throw _line.Fault($"one column of the name{(names.Length > 1 ? "s" : "")} {string.Join(", ", names)}", $"'{_names[one]}' and '{_names[two]}'"),
        };
    }

    /// <summary>A row's cells, as many as the header has.</summary>
    public List<string> Cells(ListLine line)
    {
        List<string> cells = SeparatedRow.Split(line, _separator);
        return cells.Count == _names.Count
            ? cells
            : throw line.Fault($"{_names.Count} cell{(_names.Count == 1 ? "" : "s")} as in the header on line {_line.Number}", $"{cells.Count}");
    }

    /// <summary>The part that a cell names.</summary>
    /// <param name="line">The cell's line.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="wanted">The part that is asked for: when it is not all, a name that is not known would leave its video out silently, and is refused.</param>
    public static VideoListPart PartOf(ListLine line, string cell, VideoListPart wanted) => cell.ToLowerInvariant() switch
    {
        "train" or "training" => VideoListPart.Train,
        "val" or "valid" or "validate" or "validation" => VideoListPart.Validation,
        "test" or "testing" => VideoListPart.Test,
        _ when wanted == VideoListPart.All => VideoListPart.All,
        _ => throw line.Fault($"train, val, validate, validation or test in the column {Split}", ListLine.Quote(cell)),
    };
}
