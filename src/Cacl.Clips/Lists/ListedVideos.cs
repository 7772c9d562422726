namespace Cacl.Clips;

/// <summary>Collects what a list's lines say: resolves paths, lists a repeated video once, and refuses one that is said to be two things.</summary>
internal sealed class ListedVideos(string root, VideoListPart part)
{
    private readonly Dictionary<string, (ListLine Line, string? Label, VideoListPart Part)> _seen = new(StringComparer.Ordinal);
    private readonly List<VideoEntry> _entries = [];

    /// <param name="line">The line that says it.</param>
    /// <param name="path">The video's path as the line gives it.</param>
    /// <param name="label">Its label; null when the line gives none.</param>
    /// <param name="of">The part it belongs to; <see cref="VideoListPart.All"/> when it belongs to none in particular.</param>
    public void Add(ListLine line, string path, string? label, VideoListPart of)
    {
        string resolved = Path.Combine(root, path);
        if (!_seen.TryAdd(Path.GetFullPath(resolved), (line, label, of)))
        {
            var first = _seen[Path.GetFullPath(resolved)];
            string where = $"line {first.Line.Number}{(first.Line.File == line.File ? "" : $" of '{first.Line.File}'")}";
            if (first.Label != label)
                throw line.Fault($"{Say(first.Label)} for '{path}' as on {where}", Say(label));
            if (first.Part != of)
                throw line.Fault($"the part {first.Part} for '{path}' as on {where}", $"the part {of}");
            return;
        }
        if (part == VideoListPart.All || of == part)
            _entries.Add(new VideoEntry(resolved, label));
    }

    /// <summary>What was collected, in the list's order.</summary>
    public IReadOnlyList<VideoEntry> ToList(string list)
    {
        if (_seen.Count == 0)
            throw new VideoListException(list, 0, "at least one video", "none");
        if (_entries.Count == 0)
            throw new VideoListException(list, 0, $"videos of the part {part}", $"none among its {_seen.Count}");
        return _entries;
    }

    private static string Say(string? label) => label is null ? "no label" : $"the label '{label}'";
}
