using System.Diagnostics;
using System.Globalization;
using Cacl.Learning;

namespace Cacl.Samples.Programs;

/// <summary>Shows how far the run is: on a terminal a line that is rewritten, elsewhere a plain line every few seconds.</summary>
public sealed class ProgressLine(TextWriter output, bool isTerminal, bool isQuiet) : IProgress<TrainingProgress>
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private long shownAt;
    private int width;

    /// <summary>Prints a line that stays.</summary>
    public void Say(string line)
    {
        if (isQuiet)
            return;
        lock (gate)
        {
            Clear();
            output.WriteLine(line);
        }
    }

    /// <summary>Shows a step of training.</summary>
    public void Report(TrainingProgress value)
    {
        // Losses are parts of the loss that is shown anyway. Accuracies come last: a narrow terminal cuts the line off.
        var metrics = value.Metrics.Where(metric => metric.Key.EndsWith("Accuracy", StringComparison.Ordinal)).Select(metric => Invariant($", {metric.Key} {metric.Value:0.00}"));
        Show(
            Invariant($"{value.Stage}: epoch {value.Epoch}/{value.Epochs}, step {value.Step}/{value.Steps}, loss {value.Loss:0.000}, {value.ClipsPerSecond:0.0} clips/s, {Duration(value.Remaining)} left{string.Concat(metrics)}"),
            value.Step == 1, value.Step == value.Steps);
    }

    /// <summary>Shows how many of a number of things are done.</summary>
    public void Count(string what, int done, int all) => Show($"{what}: {done}/{all}", false, done == all);

    public static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? Invariant($"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1 ? Invariant($"{time.Minutes} min {time.Seconds} s")
        : Invariant($"{time.TotalSeconds:0} s");

    private void Show(string line, bool isFirst, bool isLast)
    {
        if (isQuiet)
            return;
        lock (gate)
        {
            bool isDue = Stopwatch.GetElapsedTime(shownAt) >= (isTerminal ? Refresh : Between);
            if (!isDue && !isFirst && !isLast)
                return;
            shownAt = Stopwatch.GetTimestamp();
            if (!isTerminal)
            {
                output.WriteLine(line);
                return;
            }
            Clear();
            // A line that wraps can't be taken back.
            string fitting = Fit(line, Columns() - 1);
            output.Write(fitting);
            width = fitting.Length;
            if (isLast)
            {
                output.WriteLine();
                width = 0;
            }
        }
    }

    private void Clear()
    {
        if (width > 0)
            output.Write("\r" + new string(' ', width) + "\r");
        width = 0;
    }

    private static string Fit(string line, int columns)
    {
        if (line.Length <= columns)
            return line;
        int comma = line.LastIndexOf(", ", columns, StringComparison.Ordinal);
        return line[..(comma > 0 ? comma : columns)];
    }

    private static int Columns()
    {
        try
        {
            // A terminal that does not know its width says 0.
            return Console.WindowWidth > 20 ? Console.WindowWidth : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
