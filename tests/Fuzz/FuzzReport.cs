using System.Text;

namespace Cacl.Fuzz;

/// <summary>What became of the files of a run.</summary>
public sealed class FuzzReport
{
    /// <summary>How much more a process may hold at its end than when it was warm, the largest of three rises left out.</summary>
    public const long MostGrowth = 32L << 20;

    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];

    /// <summary>How many files came to each named outcome.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    /// <summary>Crashes, hangs, mismatches, faults without name and leaks, each with what repeats it.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>How many files the damage was done to.</summary>
    public int BaseCount { get; init; }

    /// <summary>How many damaged files were read.</summary>
    public int Read => _outcomes.Values.Sum();

    /// <summary>How many times the process had to be started.</summary>
    public int Processes { get; internal set; }

    /// <summary>How often the memory of the last process was measured.</summary>
    public int Measures { get; internal set; }

    /// <summary>What the last process held when it was warm, in bytes; 0 when there were too few measures to tell.</summary>
    public long WarmMemory { get; internal set; }

    /// <summary>What it held at its end.</summary>
    public long LastMemory { get; internal set; }

    /// <summary>How much of the growth between the two goes on all the time, in bytes.</summary>
    public long SteadyGrowth { get; internal set; }

    /// <summary>The longest time that a file took.</summary>
    public (TimeSpan Time, string File) Slowest { get; internal set; }

    internal void Count(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;

    internal void Fail(string words) => _failures.Add(words);

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach ((string outcome, int count) in _outcomes)
            text.AppendLine($"{count,8}  {outcome}");
        text.AppendLine($"{Read,8}  damaged files read, made of {BaseCount} files, by {Processes} process{(Processes == 1 ? "" : "es")}");
        text.AppendLine($"slowest: {Slowest.Time.TotalSeconds:0.0} s, {Slowest.File}");
        if (WarmMemory > 0)
            text.AppendLine($"memory: {WarmMemory >> 20} MiB when warm, {LastMemory >> 20} MiB at the end; {Math.Max(0, SteadyGrowth) >> 20} MiB of steady growth, of {MostGrowth >> 20} allowed");
        else
            text.AppendLine($"memory: not checked, {Measures} measures are too few");
        foreach (string failure in _failures)
            text.AppendLine("failed: " + failure);
        return text.Append(_failures.Count == 0 ? "no failure" : $"{_failures.Count} failed").ToString();
    }
}
