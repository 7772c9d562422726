using System.Text.Json;

namespace Cacl.Learning;

/// <summary>Writes the progress of a run to a file, one JSON object a line.</summary>
/// <remarks>
/// Each line holds <c>stage</c>, <c>epoch</c>, <c>step</c>, <c>loss</c>, <c>metrics</c>, <c>learningRate</c> and
/// <c>clipsPerSecond</c>; after a look at held-out videos also <c>validation</c>. A line is on its way to the disk before <see cref="Report"/> returns, so that a run that is
/// killed keeps what it wrote. A number that is not finite is written as null, because JSON has no word for it.
/// Safe for several threads.
/// </remarks>
public sealed class MetricsLog : IProgress<TrainingProgress>, IDisposable
{
    private readonly FileStream stream;
    private readonly Lock gate = new();
    private bool closed;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file, usually named <c>metrics.jsonl</c>. Its folder must exist.</param>
    /// <param name="append">Whether lines that are there already stay, as a resumed run wants it.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public MetricsLog(string path, bool append = false) =>
        stream = new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.ReadWrite);

    /// <summary>Adds one line. Does nothing once the log is disposed.</summary>
    /// <param name="value">Where the run stands.</param>
    public void Report(TrainingProgress value)
    {
        var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("stage", value.Stage);
            json.WriteNumber("epoch", value.Epoch);
            json.WriteNumber("step", value.Step);
            Write(json, "loss", value.Loss);
            json.WriteStartObject("metrics");
            foreach (var (name, metric) in value.Metrics)
                Write(json, name, metric);
            json.WriteEndObject();
            if (value.Validation is { } validation)
            {
                json.WriteStartObject("validation");
                foreach (var (name, metric) in validation)
                    Write(json, name, metric);
                json.WriteEndObject();
            }
            Write(json, "learningRate", value.LearningRate);
            Write(json, "clipsPerSecond", value.ClipsPerSecond);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        lock (gate)
        {
            if (closed)
                return;
            line.WriteTo(stream);
            stream.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            stream.Dispose();
        }
    }

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
