using Cacl.Learning;

namespace Cacl.Samples.Programs;

/// <summary>Where the results go. What an earlier run left there stays until this run has learned something.</summary>
public sealed class OutputFolder(string folder) : IDisposable
{
    private MetricsLog? metrics;

    public string Summary => Path.Combine(folder, "summary.json");

    public string Weights => Path.Combine(folder, "encoder.safetensors");

    public string Report => Path.Combine(folder, "report.html");

    /// <summary>Whether this run's results have taken the place of an earlier run's.</summary>
    public bool IsBegun => metrics is not null;

    /// <summary>Makes the folder and tries to write in it: minutes of training should not end at a folder that can't be written.</summary>
    /// <exception cref="IOException">The folder or a file in it can't be written; the message names it.</exception>
    public void Check() => Guard(() =>
    {
        if (File.Exists(folder))
            throw new IOException("It is a file.");
        Directory.CreateDirectory(folder);
        foreach (string name in new[] { Summary, Weights, Report, Path.Combine(folder, "metrics.jsonl") })
        {
            // A file that is there is opened, one that is not is made and taken away again.
            bool isThere = File.Exists(name);
            File.Open(name, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
            if (!isThere)
                File.Delete(name);
        }
    });

    /// <summary>The log of this run, which replaces the results of an earlier one when it is first asked for.</summary>
    /// <exception cref="IOException">A file in the folder can't be written; the message names it.</exception>
    public MetricsLog Begin()
    {
        if (metrics is null)
        {
            Guard(() =>
            {
                // What an earlier run left would pass for this run's if this one is stopped.
                foreach (string stale in new[] { Summary, Weights, Report })
                    File.Delete(stale);
                metrics = new MetricsLog(Path.Combine(folder, "metrics.jsonl"));
            });
        }

        return metrics!;
    }

    /// <summary>Puts steps in the place of those in the log so far.</summary>
    /// <exception cref="IOException">The log can't be written; the message names the folder.</exception>
    public void Rewrite(IReadOnlyList<TrainingProgress> history)
    {
        Begin().Dispose();
        Guard(() => metrics = new MetricsLog(Path.Combine(folder, "metrics.jsonl")));
        foreach (TrainingProgress step in history)
            metrics!.Report(step);
    }

    public void Dispose() => metrics?.Dispose();

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The output folder '{folder}' can't be written: {fault.Message}", fault);
        }
    }
}
