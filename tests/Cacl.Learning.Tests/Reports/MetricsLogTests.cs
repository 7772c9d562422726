using System.Text.Json;

namespace Cacl.Learning.Tests.Reports;

public sealed class MetricsLogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-metrics-").FullName;

    private string LogPath => Path.Combine(folder, "metrics.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_line_is_in_the_file_before_the_log_is_closed()
    {
        using var log = new MetricsLog(LogPath);
        log.Report(Step(7, 1.5, new() { ["contrast"] = 1.25, ["degree"] = .25 }));

        Assert.Equal(
            """{"stage":"cacl","epoch":2,"step":7,"loss":1.5,"metrics":{"contrast":1.25,"degree":0.25},"learningRate":0.001,"clipsPerSecond":20.5}""" + "\n",
            Read());
    }

    [Fact]
    public void Numbers_that_are_not_finite_become_null()
    {
        using var log = new MetricsLog(LogPath);
        log.Report(Step(1, double.NaN, new() { ["m"] = double.PositiveInfinity }));

        using var line = JsonDocument.Parse(Read());
        Assert.Equal(JsonValueKind.Null, line.RootElement.GetProperty("loss").ValueKind);
        Assert.Equal(JsonValueKind.Null, line.RootElement.GetProperty("metrics").GetProperty("m").ValueKind);
    }

    [Fact]
    public void Lines_of_an_earlier_run_stay_only_when_asked()
    {
        foreach (bool append in new[] { false, true })
            using (var log = new MetricsLog(LogPath, append))
                log.Report(Step(1, 1, []));
        Assert.Equal(2, File.ReadAllLines(LogPath).Length);

        using (new MetricsLog(LogPath))
        {
        }
        Assert.Empty(File.ReadAllLines(LogPath));
    }

    [Fact]
    public void Lines_of_several_threads_do_not_mix()
    {
        using (var log = new MetricsLog(LogPath))
            Parallel.For(0, 200, i => log.Report(Step(i, i, [])));

        int[] steps = [.. File.ReadAllLines(LogPath).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32())];
        Assert.Equal(Enumerable.Range(0, 200), steps.Order());
    }

    [Fact]
    public void A_closed_log_takes_no_more_lines()
    {
        var log = new MetricsLog(LogPath);
        log.Dispose();
        log.Report(Step(1, 1, []));

        Assert.Empty(File.ReadAllText(LogPath));
    }

    private string Read()
    {
        using var stream = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }

    private static TrainingProgress Step(int step, double loss, Dictionary<string, double> metrics) =>
        new("cacl", 2, 5, step, 100, loss, metrics, .001, 20.5, TimeSpan.FromSeconds(3));
}
