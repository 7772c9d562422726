using System.Diagnostics;

namespace Cacl.Benchmarks.Input;

/// <summary>Asks several servers in turns and takes medians.</summary>
internal static class Turns
{
    /// <summary>Seconds of each, the median of several rounds after one that warms up.</summary>
    /// <param name="rounds">At least and at most so many; none begins after so many seconds but the least.</param>
    /// <param name="sides">Each does its work once and says what it took.</param>
    public static double[] Medians((int Least, int Most, double Seconds) rounds, params IReadOnlyList<Func<double>> sides)
    {
        foreach (Func<double> side in sides)
            side();
        List<double>[] seconds = [.. sides.Select(_ => new List<double>())];
        var clock = Stopwatch.StartNew();
        for (int round = 0; round < rounds.Most && (round < rounds.Least || clock.Elapsed.TotalSeconds < rounds.Seconds); round++)
        {
            for (int i = 0; i < sides.Count; i++)
                seconds[i].Add(sides[i]());
        }
        return [.. seconds.Select(Median)];
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }
}
