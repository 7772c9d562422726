using System.Text.Json.Nodes;
using Cacl.Learning;

namespace Cacl.Demo.Tests;

public sealed class InterruptionTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ctrl_c_saves_what_was_learned_so_far()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ctrl-C is sent as a signal, which Windows does not have.");
        folder.Classes("videos", 4, 1);
        using var demo = DemoProcess.Start("--videos", folder["videos"], "--epochs", "100000", "--output", folder["out"]);
        WaitForStage(demo, "cacl");
        demo.PressCtrlC();
        var ended = demo.Wait();

        Assert.Equal(130, ended.ExitCode);
        Assert.Equal("", ended.Error);
        Assert.Contains($"Stopped. What was learned so far is in {folder["out"]}.", ended.Output);
        var summary = JsonNode.Parse(File.ReadAllText(folder["out/summary.json"]))!;
        Assert.True((bool)summary["stopped"]!);
        int steps = (int)summary["training"]!["steps"]!;
        Assert.Equal(steps, File.ReadAllLines(folder["out/metrics.jsonl"]).Count(line => line.Contains("\"cacl\"")));
        Assert.True(steps > 0);
        Assert.Null(summary["trained"]);
        using var encoder = VideoEncoder.Load(folder["out/encoder.safetensors"]);
        Assert.NotEmpty(encoder.Embed(folder["videos/down/0.avi"]));
        Assert.Contains("The run was stopped before its end.", File.ReadAllText(folder["out/report.html"]));
    }

    [Fact]
    public void Results_of_an_earlier_run_outlive_one_that_learns_nothing()
    {
        Directory.CreateDirectory(folder["out"]);
        foreach (string name in new[] { "summary.json", "encoder.safetensors", "report.html", "metrics.jsonl" })
            File.WriteAllText(folder[$"out/{name}"], "earlier");

        using var demo = DemoProcess.Start("--videos", folder["nowhere"], "--output", folder["out"]);

        Assert.Equal(1, demo.Wait().ExitCode);
        Assert.Equal(4, Directory.GetFiles(folder["out"]).Length);
        Assert.All(Directory.GetFiles(folder["out"]), file => Assert.Equal("earlier", File.ReadAllText(file)));
    }

    private void WaitForStage(DemoProcess demo, string stage)
    {
        string metrics = folder["out/metrics.jsonl"];
        while (!File.Exists(metrics) || !File.ReadLines(metrics).Any(line => line.Contains($"\"stage\":\"{stage}\"")))
        {
            Assert.False(demo.HasEnded, "The demo ended by itself.");
            Thread.Sleep(50);
        }
    }
}
