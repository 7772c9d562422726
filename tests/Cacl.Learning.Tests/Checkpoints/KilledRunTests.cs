using System.Diagnostics;
using Cacl.Clips;

namespace Cacl.Learning.Tests;

/// <summary>Runs in processes of their own that end by SIGKILL, wherever they are.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int Kills = 5;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "KilledRun.dll");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-killed-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(OptimizerKind.Sgd, "All", 1)]
    [InlineData(OptimizerKind.AdamW, "All", 2)]
    [InlineData(OptimizerKind.Lars, "None", 3)]
    public void A_run_that_is_killed_again_and_again_ends_as_one_that_is_not(OptimizerKind optimizer, string positives, int seed)
    {
        var random = new SampleRandom((ulong)seed, 0, 0);
        string checkpoints = Path.Combine(folder.FullName, "checkpoints"), whole = Path.Combine(folder.FullName, "whole"), killed = Path.Combine(folder.FullName, "killed");
        Finish("-", whole);

        int halfWritten = 0, goneOn = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            // Every second time as soon as a file is being written, else so long after a step that it falls anywhere within the next.
            int steps = random.NextInt(4) + 1;
            TimeSpan after = TimeSpan.FromMilliseconds(random.NextInt(40));
            using Process process = Start(checkpoints, killed);
            while (steps > 0 && process.StandardOutput.ReadLine() is { } line)
            {
                goneOn += line.StartsWith("Going on from ", StringComparison.Ordinal) ? 1 : 0;
                steps -= line.StartsWith("step ", StringComparison.Ordinal) ? 1 : 0;
            }

            if (kill % 2 == 0)
                SpinWait.SpinUntil(() => process.HasExited || Partial().Length > 0, TimeSpan.FromSeconds(60));
            else
                Thread.Sleep(after);
            process.Kill();
            process.WaitForExit();
            halfWritten += Partial().Length;
        }

        Finish(checkpoints, killed);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Kills} kills left {halfWritten} half-written files; {goneOn} runs went on from a checkpoint.");
        Assert.True(goneOn > 0, "No run went on from a checkpoint.");
        Assert.Equal(File.ReadAllLines(whole), File.ReadAllLines(killed));
        Assert.Empty(Partial());

        string[] Partial() => Directory.Exists(checkpoints) ? Directory.GetFiles(checkpoints, "*.partial") : [];

        void Finish(string from, string output)
        {
            using Process process = Start(from, output);
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"The run ended with {process.ExitCode}: {said}");
        }

        Process Start(string from, string output) => Process.Start(new ProcessStartInfo("dotnet", [Program, from, $"{optimizer}", positives, output]) { RedirectStandardOutput = true })!;
    }

    [Fact]
    public void A_disk_that_takes_no_more_ends_the_run_which_goes_on_when_there_is_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit on files is bash's and Linux's.");
        string checkpoints = Path.Combine(folder.FullName, "checkpoints"), whole = Path.Combine(folder.FullName, "whole"), resumed = Path.Combine(folder.FullName, "resumed");
        Run(0, "-", whole);
        using (Process process = Start("unlimited", checkpoints, resumed))
        {
            while (process.StandardOutput.ReadLine() is { } line && line != "step cacl 2")
            {
            }

            process.Kill();
            process.WaitForExit();
        }

        // No file may grow beyond 100 KiB; a checkpoint is three times as long.
        string[] before = Files();
        string said = Run(3, checkpoints, resumed, "100");
        Assert.Matches("The checkpoint .*/2-cacl-0000000..\\.safetensors can't be written: .* The one before it, .*/2-cacl-0000000..\\.safetensors, is whole: started again, the run goes on from there.", said);
        Assert.Equal(before, Files());

        Run(0, checkpoints, resumed);
        Assert.Equal(File.ReadAllLines(whole), File.ReadAllLines(resumed));

        string[] Files() => [.. Directory.GetFiles(checkpoints, "*.safetensors").Order(StringComparer.Ordinal)];

        string Run(int exitCode, string from, string output, string limit = "unlimited")
        {
            using Process process = Start(limit, from, output);
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == exitCode, $"The run ended with {process.ExitCode}: {text}");
            return text;
        }

        static Process Start(string limit, string from, string output)
        {
            // The signal is ignored so that the write fails, as on a full disk; the runtime's own code pages lie in a file of memory.
            string[] command = ["-c", "trap '' XFSZ; ulimit -f $0; exec dotnet \"$@\"", limit, Program, from, "Sgd", "QueryKey", output];
            return Process.Start(new ProcessStartInfo("bash", command) { RedirectStandardOutput = true, Environment = { ["DOTNET_EnableWriteXorExecute"] = "0" } })!;
        }
    }
}
