using Cacl.Learning;

namespace Cacl.Demo;

/// <summary>Where the results go.</summary>
internal sealed class OutputFolder(string folder)
{
    internal string Summary => Path.Combine(folder, "summary.json");

    internal string Weights => Path.Combine(folder, "encoder.safetensors");

    internal string Report => Path.Combine(folder, "report.html");

    internal string Motion => Path.Combine(folder, "motion");

    private string Metrics => Path.Combine(folder, "metrics.jsonl");

    /// <summary>Makes the folder, and the file that metrics go to: minutes of training should not end at a folder that can't be written.</summary>
    /// <exception cref="IOException">The folder or a file in it can't be written; the message names it.</exception>
    internal MetricsLog Open()
    {
        try
        {
            Directory.CreateDirectory(folder);
            // What an earlier run left would pass for this run's if this one is stopped.
            foreach (string stale in new[] { Summary, Weights, Report })
                File.Delete(stale);
            return new MetricsLog(Metrics);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The output folder '{folder}' can't be written: {fault.Message}", fault);
        }
    }
}
