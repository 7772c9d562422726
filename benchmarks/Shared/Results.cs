using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cacl.Benchmarks;

/// <summary>The table at the end, and the file.</summary>
internal sealed class Results
{
    private readonly List<Row> _rows = [];

    /// <summary>Times or sizes: less is better, and a ratio above 1 means that ours is.</summary>
    /// <param name="measure">What was measured.</param>
    /// <param name="ours">Ours.</param>
    /// <param name="peer">What it is held against.</param>
    /// <param name="peerName">What that is.</param>
    /// <param name="unit">Of both.</param>
    /// <param name="goal">The least ratio that is wanted; null for none.</param>
    public void Add(string measure, double ours, double peer, string peerName, string unit, double? goal) => Add(new Row(measure, ours, peer, peerName, unit, peer / ours, goal));

    /// <summary>Errors: without a ratio as good as the goal, what was measured is wrong.</summary>
    /// <inheritdoc cref="Add(string, double, double, string, string, double?)"/>
    public void AddError(string measure, double ours, double peer, string peerName, string unit, double goal) =>
        Add(new Row(measure, ours, peer, peerName, unit, peer / ours, goal) { IsError = true });

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Wrong => [.. _rows.Where(row => row.IsError && row.IsBelow).Select(row => row.Case)];

    private void Add(Row row)
    {
        (string measure, double ours, double peer, string peerName, string unit, _, _) = row;
        _rows.Add(row);
        Console.WriteLine($"{measure}: {ours:g4} {unit}, {peerName} {peer:g4} {unit}");
    }

    public void Print()
    {
        Console.WriteLine($"\n{"measure",-58}{"ours",10}{"peer",10}  {"unit",-5}{"ratio",7}{"goal",7}  peer");
        foreach (Row row in _rows)
            Console.WriteLine($"{row.Case,-58}{row.Ours,10:g4}{row.Peer,10:g4}  {row.Unit,-5}{row.Ratio,7:f3}{row.Goal,7:f2}  {row.PeerName}{(!row.IsBelow ? "" : row.IsError ? "  WRONG" : "  below goal")}");
        int below = _rows.Count(row => row.IsBelow), with = _rows.Count(row => row.Goal is not null);
        if (with > 0)
            Console.WriteLine(below == 0 ? $"All of {with} goals are met." : $"{below} of {with} goals are not met.");
    }

    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, JsonSerializer.Serialize(new { rows = _rows }, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals }));
    }

    private sealed record Row(string Case, double Ours, double Peer, string PeerName, string Unit, double Ratio, double? Goal)
    {
        [JsonIgnore]
        public bool IsError { get; init; }

        // No number meets no goal.
        [JsonIgnore]
        public bool IsBelow => Goal is { } goal && !(Ratio >= goal);
    }
}
