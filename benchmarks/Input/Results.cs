using System.Text.Json;

namespace Cacl.Benchmarks.Input;

/// <summary>The table at the end, and the file.</summary>
internal sealed class Results
{
    private readonly List<Row> _rows = [];

    /// <summary>A time: less is better.</summary>
    public void Time(string measure, double ours, double? peer, string? peerName, string unit, double? goal) =>
        _rows.Add(new Row(measure, ours, peer, peerName, unit, peer / ours, goal, goal is null ? null : peer / ours >= goal));

    /// <summary>A rate: more is better. Its goal is for itself, not for the ratio.</summary>
    public void Rate(string measure, double ours, double peer, string peerName, string unit, double? goal) =>
        _rows.Add(new Row(measure, ours, peer, peerName, unit, ours / peer, goal, goal is null ? null : ours >= goal));

    /// <summary>A figure without a peer.</summary>
    public void Figure(string measure, double ours, string unit) => _rows.Add(new Row(measure, ours, null, null, unit, null, null, null));

    public void Print()
    {
        Console.WriteLine($"\n{"measure",-50}{"ours",11}{"best peer",11}  {"unit",-8}{"ratio",8}{"goal",8}");
        foreach (Row row in _rows)
        {
            string mark = row.Met == false ? "  below goal" : "";
            string by = row.PeerName is null ? "" : $"  {row.PeerName}";
            Console.WriteLine($"{row.Case,-50}{row.Ours,11:g4}{row.Peer,11:g4}  {row.Unit,-8}{row.Ratio,8:f2}{row.Goal,8:g4}{by}{mark}");
        }
        int below = _rows.Count(row => row.Met == false), with = _rows.Count(row => row.Met is not null);
        Console.WriteLine(below == 0 ? $"All of {with} goals are met." : $"{below} of {with} goals are not met.");
    }

    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, JsonSerializer.Serialize(new { rows = _rows }, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
    }

    private sealed record Row(string Case, double Ours, double? Peer, string? PeerName, string Unit, double? Ratio, double? Goal, bool? Met);
}
