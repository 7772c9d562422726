using System.Diagnostics;
using Cacl.Clips;

namespace Cacl.Learning.Tests;

/// <summary>Runs in processes of their own that end by SIGKILL, wherever they are.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int Kills = 5;

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

        string[] Partial() => Directory.Exists(checkpoints) ? Directory.GetFiles(checkpoints, "*.partial") : [];

        void Finish(string from, string output)
        {
            using Process process = Start(from, output);
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"The run ended with {process.ExitCode}: {said}");
        }

        Process Start(string from, string output) =>
            Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KilledRun.dll"), from, $"{optimizer}", positives, output]) { RedirectStandardOutput = true })!;
    }
}
