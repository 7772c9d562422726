using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cacl.Learning;

namespace Cacl.Benchmarks.Scale;

/// <summary>Lets the sides take turns at a network, and holds their medians against each other.</summary>
internal sealed class ScaleMeasure(Workload workload, BenchmarkOptions options, Results results)
{
    private readonly int steps = options.Quick ? Math.Max(5, workload.Steps / 5) : workload.Steps;

    /// <summary>Two ranks that sum gradients within the backward pass, and two that sum them after it.</summary>
    public void CompareOverlap()
    {
        List<Turn> within = [], after = [];
        for (int turn = 0; turn < options.Turns; turn++)
        {
            after.Add(Ours(ranks: 2, overlap: false));
            within.Add(Ours(ranks: 2, overlap: true));
        }

        results.Add($"{workload.Name}: step, sums within the backward pass", Median(within, turn => turn.StepSeconds) * 1e3, Median(after, turn => turn.StepSeconds) * 1e3, "sums after it", "ms", null);
    }

    /// <summary>Two ranks beside one process and beside the peer.</summary>
    public void Run()
    {
        Console.WriteLine($"\n== {workload.Name}: batches of {workload.Batch} clips of {workload.Clips.Frames} frames of {workload.Clips.CropSize} x {workload.Clips.CropSize} pixels ==");
        var classifier = workload as ClassifierWorkload;
        List<Turn> alone = [], ranks = [], varied = [], share = [];
        List<(double Step, double Work)> peer = [], peerShare = [];
        for (int turn = 0; turn < options.Turns; turn++)
        {
            alone.Add(Ours(ranks: 1, threads: 2));
            ranks.Add(Ours(ranks: 2));
            varied.Add(Ours(ranks: 2, isVaried: true));
            if (classifier is null)
                continue;
            peer.Add(Peer(classifier, steps, ranks: 2));
            share.Add(Ours(ranks: 1, batch: workload.Batch / 2));
            peerShare.Add(Peer(classifier, steps, ranks: 1));
        }

        double step = Median(ranks, turn => turn.StepSeconds);
        results.Add($"{workload.Name}: step, 2 ranks of 1 thread", step * 1e3, Median(alone, turn => turn.StepSeconds) * 1e3, "one process of 2 threads", "ms", 0.95);
        if (classifier is not null)
        {
            results.Add($"{workload.Name}: step, 2 ranks of 1 thread", step * 1e3, Median(peer, turn => turn.Step) * 1e3, "DistributedDataParallel over Gloo", "ms", 1);
            // Nothing waits, and so a busy machine changes little.
            results.Add($"{workload.Name}: processors' work for a rank's part, alone", Median(share, turn => turn.WorkSeconds) * 1e3, Median(peerShare, turn => turn.Work) * 1e3, "DistributedDataParallel", "ms", null);
        }

        results.Add($"{workload.Name}: step with clips varied", Median(varied, turn => turn.StepSeconds) * 1e3, step * 1e3, "clips as they are", "ms", null);
        results.Add($"{workload.Name}: memory of a rank", Median(ranks, turn => turn.PeakMegabytes), Median(alone, turn => turn.PeakMegabytes), "one process", "MiB", null);
        double exchange = Median(ranks, turn => turn.ExchangeShare);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of a step {exchange:p1} is spent in exchanges and in waiting for the other rank"));
        ScaleModel.Print(step * (1 - exchange), Median(ranks, turn => turn.SmallSumSeconds), Median(ranks, turn => turn.LargeSumSeconds), ranks[0].GradientBytes);
    }

    private static double Median<T>(List<T> turns, Func<T, double> value) => turns.Select(value).Order().ElementAt(turns.Count / 2);

    private Turn Ours(int ranks, int threads = 1, int? batch = null, bool isVaried = false, bool? overlap = null)
    {
        IReadOnlyList<string> launcher = ranks == 1 ? [] : options.Launcher;
        string part = JsonSerializer.Serialize(new Part(workload.Name, steps, threads, batch ?? workload.Batch, isVaried, overlap));
        return JsonSerializer.Deserialize<Turn>(Said(Start([.. launcher, "dotnet", typeof(ScaleMeasure).Assembly.Location, "rank", part], [])))!;
    }

    private static (double Step, double Work) Peer(ClassifierWorkload workload, int steps, int ranks)
    {
        R3dArchitecture encoder = workload.Encoder;
        string settings = JsonSerializer.Serialize(new
        {
            steps, warm = workload.WarmUp, batch = workload.Batch / 2, clips = workload.Count, frames = workload.Clips.Frames, edge = workload.Clips.CropSize,
            classes = ClassifierWorkload.Classes, stem = encoder.StemKernelSize, channels = encoder.Channels, blocks = encoder.Blocks,
        });
        string python = Environment.GetEnvironmentVariable("CACL_PYTHON") ?? "/usr/bin/python3";
        string meeting = Path.Join(Path.GetTempPath(), $"cacl-scale-{Guid.NewGuid():N}");
        Process[] all =
        [
            .. Enumerable.Range(0, ranks).Select(rank => Start(
                [python, Path.Combine(AppContext.BaseDirectory, "peer.py"), settings], new() { ["RANK"] = $"{rank}", ["WORLD_SIZE"] = $"{ranks}", ["MEETING"] = meeting })),
        ];
        double[] said = [.. Said(all[0]).Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        foreach (Process other in all[1..])
        {
            other.WaitForExit();
            other.Dispose();
        }

        File.Delete(meeting);
        return (said[0], said[1]);
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
