using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cacl.Learning;

namespace Cacl.Benchmarks.Scale;

/// <summary>Lets the sides take turns at a network, and holds their medians against each other.</summary>
internal static class ScaleMeasure
{
    public static void Run(Network network, BenchmarkOptions options, Results results)
    {
        Console.WriteLine($"\n== {network.Name}: batches of {network.Batch} clips of {network.Frames} frames of {network.Edge} x {network.Edge} pixels ==");
        int steps = options.Quick ? Math.Max(2, network.Steps / 5) : network.Steps;
        var alone = new List<Turn>();
        var ranks = new List<Turn>();
        var peer = new List<double>();
        for (int turn = 0; turn < options.Turns; turn++)
        {
            alone.Add(Ours(network, steps, ranks: 1));
            ranks.Add(Ours(network, steps, ranks: 2));
            peer.Add(Peer(network, steps));
        }

        double step = Median(ranks, turn => turn.StepSeconds);
        results.Add($"{network.Name}: step, 2 ranks of 1 thread", step * 1e3, Median(alone, turn => turn.StepSeconds) * 1e3, "one process of 2 threads", "ms", 0.95);
        results.Add($"{network.Name}: step, 2 ranks of 1 thread", step * 1e3, peer.Order().ElementAt(peer.Count / 2) * 1e3, "DistributedDataParallel over Gloo", "ms", 1);
        results.Add($"{network.Name}: memory of a rank", Median(ranks, turn => turn.PeakMegabytes), Median(alone, turn => turn.PeakMegabytes), "one process", "MiB", null);
        double exchange = Median(ranks, turn => turn.ExchangeSeconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of a step {exchange / step:p1} is spent in exchanges and in waiting for the other rank"));
        ScaleModel.Print(step - exchange, Median(ranks, turn => turn.SmallSumSeconds), Median(ranks, turn => turn.LargeSumSeconds), ranks[0].GradientBytes);
    }

    private static double Median(List<Turn> turns, Func<Turn, double> value) => turns.Select(value).Order().ElementAt(turns.Count / 2);

    private static Turn Ours(Network network, int steps, int ranks)
    {
        string[] launcher = ranks == 1 ? [] : ["mpirun", "-n", $"{ranks}", "--bind-to", "none"];
        string[] rank = ["dotnet", typeof(ScaleMeasure).Assembly.Location, "rank", network.Name, $"{steps}", ranks == 1 ? "2" : "1"];
        return JsonSerializer.Deserialize<Turn>(Said(Start([.. launcher, .. rank], [])))!;
    }

    private static double Peer(Network network, int steps)
    {
        R3dArchitecture encoder = network.Encoder;
        string settings = JsonSerializer.Serialize(new
        {
            steps, warm = Network.WarmUp, batch = network.Batch / 2, frames = network.Frames, edge = network.Edge, classes = Network.Classes,
            stem = encoder.StemKernelSize, channels = encoder.Channels, blocks = encoder.Blocks,
        });
        string python = Environment.GetEnvironmentVariable("CACL_PYTHON") ?? "/usr/bin/python3";
        string meeting = Path.Join(Path.GetTempPath(), $"cacl-scale-{Guid.NewGuid():N}");
        Process[] both =
        [
            .. Enumerable.Range(0, 2).Select(rank => Start(
                [python, Path.Combine(AppContext.BaseDirectory, "peer.py"), settings], new() { ["RANK"] = $"{rank}", ["WORLD_SIZE"] = "2", ["MEETING"] = meeting })),
        ];
        double seconds = double.Parse(Said(both[0]), CultureInfo.InvariantCulture);
        both[1].WaitForExit();
        both[1].Dispose();
        File.Delete(meeting);
        return seconds;
    }

    private static Process Start(string[] command, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["TERM"] = "dumb";
        return Process.Start(start)!;
    }

    // The first line; a program that says none says why on the error stream, which is the caller's.
    private static string Said(Process process)
    {
        using (process)
        {
            string? line = process.StandardOutput.ReadLine();
            process.WaitForExit();
            return line ?? throw new BenchmarkException($"{process.StartInfo.FileName} ended early with {process.ExitCode}. The benchmark needs mpirun and python3-torch.");
        }
    }
}
