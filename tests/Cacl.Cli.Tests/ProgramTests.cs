using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Cacl.Learning;

namespace Cacl.Cli.Tests;

public sealed partial class ProgramTests : IDisposable
{
    private const int Interrupt = 2;

    private readonly string folder = Directory.CreateTempSubdirectory("cacl-tool-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Ctrl_c_ends_the_program_with_130_and_what_was_learned_is_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ctrl-C is sent as a signal, which Windows does not have.");
        string videos = Path.Join(folder, "videos"), run = Path.Join(folder, "run");
        for (int i = 0; i < 4; i++)
            TrainedSet.Write(Path.Join(videos, $"{i}.avi"), i % 2 == 0, 5 * i);
        using Process tool = Start("train", videos, "--output", run, "--method", "cvrl", "--steps", "100000", "--json");
        Task<string> output = tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string metrics = Path.Join(run, "metrics.jsonl");
        while (!File.Exists(metrics) || new FileInfo(metrics).Length == 0)
        {
            Assert.False(tool.HasExited, "The tool ended by itself.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Equal(0, Kill(tool.Id, Interrupt));
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, tool.ExitCode);
        JsonNode summary = JsonNode.Parse(await output)!;
        Assert.True((bool)summary["stopped"]!);
        Assert.True((int)summary["training"]!["steps"]! > 0);
        using VideoEncoder encoder = VideoEncoder.Load(Path.Join(run, "encoder.safetensors"));
        Assert.Equal(encoder.FeatureLength, encoder.Embed(Path.Join(videos, "0.avi")).Length);
        Assert.EndsWith($"Stopped. What was learned so far is in {run}.\n", await error, StringComparison.Ordinal);
        Assert.Contains("The run was stopped before its end.", File.ReadAllText(Path.Join(run, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_files_go_to_standard_error_alone_and_natively_nothing_is_said()
    {
        string video = Path.Join(folder, "broken.avi");
        byte[] bytes = File.ReadAllBytes(TrainedSet.Write(video, true, 0));
        File.WriteAllBytes(video, bytes[..(bytes.Length / 3)]);
        using Process tool = Start("inspect", video, Path.Join(folder, "none"));
        Task<string> output = tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, tool.ExitCode);
        Assert.Equal($"cacl: 1 of 2 files can't be told. The first: There is no file or folder '{Path.Join(folder, "none")}'.\n", await error);
        Assert.Contains("ended after ", await output, StringComparison.Ordinal);
    }

    private static Process Start(params string[] line)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Tool).Assembly.Location);
        foreach (string argument in line)
            start.ArgumentList.Add(argument);
        start.Environment.Remove("CACL_TRACE");
        return Process.Start(start)!;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
