using System.Text.Json.Nodes;
using Cacl.Cli;

namespace Distributed.Tests;

/// <summary>Training of the tool by several processes: one run, one set of files.</summary>
[Collection(EmbedJobs.Name)]
public sealed class TrainJobTests(EmbedSet set)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Processes_learn_one_encoder_and_the_run_goes_on_in_one()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        string[] asked = Line("together", "kept", "--steps", "2", "--json");
        using (MpiJob job = MpiJob.Start(2, "cacl", asked))
        {
            await job.Succeed(Cancel);
            JsonNode told = JsonNode.Parse(string.Join('\n', job.Lines(0)))!;
            Assert.Equal((6, 2, 4), ((int)told["videos"]!["train"]!, (int)told["training"]!["steps"]!, (int)told["settings"]!["batchSize"]!));
            Assert.Equal(2, File.ReadAllLines(set["together/metrics.jsonl"]).Length);
            Assert.Empty(job.Lines(1));
            Assert.Empty(job.Errors(1));
        }
        Assert.True(File.Exists(set["together/report.html"]));

        byte[] learned = File.ReadAllBytes(set["together/encoder.safetensors"]);
        EmbedSet.Tool(asked);
        Assert.Equal(learned, File.ReadAllBytes(set["together/encoder.safetensors"]));
    }

    [Fact]
    public async Task A_run_whose_process_is_killed_ends_and_names_it()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.Start(2, "cacl", Line("killed run", "kept of killed", "--steps", "100000"));
        await HasLearned(job, "killed run");
        MpiJob.Signal(job.ProcessOf(1), 9);
        await job.End(Cancel);
        Assert.NotEqual(0, job.ExitCode);
        Assert.Contains("process rank 1 ", job.Everything, StringComparison.Ordinal);
        Assert.Empty(await job.Survivors(Cancel));
    }

    [Fact]
    public async Task A_run_of_which_one_process_is_told_to_end_stops_and_leaves_a_checkpoint_and_an_encoder()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.Start(2, "cacl", Line("ended run", "kept of ended", "--steps", "100000"));
        await HasLearned(job, "ended run");
        MpiJob.Signal(job.ProcessOf(1), 15);
        await job.End(Cancel);
        Assert.True(job.ExitCode == 130, job.Everything);
        Assert.Contains(job.Errors(0), line => line.EndsWith("The same command goes on from there.", StringComparison.Ordinal));
        Assert.Single(Directory.GetFiles(set["kept of ended"], "*.safetensors"));
        Assert.True(File.Exists(set["ended run/encoder.safetensors"]));
        Assert.Empty(await job.Survivors(Cancel));
    }

    [Fact]
    public async Task Processes_with_other_options_or_too_many_of_them_are_told()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        string[] asked = Line("refused", "kept of refused", "--steps", "2");
        using (MpiJob job = MpiJob.Start(3, "cacl", asked))
        {
            await job.End(Cancel);
            string fault = Assert.Single(job.Everything.Split('\n'), line => line.StartsWith("cacl: ", StringComparison.Ordinal));
            Assert.Equal("cacl: --batch-size is 4, which 3 processes can't divide into equal parts of 2 or more; give one that they can, such as 6. See cacl train --help.", fault);
            Assert.Equal(2, job.ExitCode);
        }

        using MpiJob other = MpiJob.Start(1, "cacl", [.. asked, ":", "-n", "1", "dotnet", typeof(Tool).Assembly.Location, .. asked, "--seed", "9"]);
        await other.End(Cancel);
        Assert.NotEqual(0, other.ExitCode);
        Assert.Contains("On rank 1 Seed is 9, and on rank 0 1.", other.Everything, StringComparison.Ordinal);
        Assert.Empty(await other.Survivors(Cancel));
    }

    private async Task HasLearned(MpiJob job, string output)
    {
        string metrics = set[$"{output}/metrics.jsonl"];
        while (!File.Exists(metrics) || new FileInfo(metrics).Length == 0)
        {
            Assert.True(!job.HasEnded, job.Everything);
            await Task.Delay(20, Cancel);
        }
    }

    private string[] Line(string output, string checkpoints, params string[] more) =>
        ["train", .. Enumerable.Range(0, 6).Select(i => set[$"videos/v{i}.avi"]), "--method", "cvrl", "--batch-size", "4", "--output", set[output], "--checkpoints", set[checkpoints], .. more];
}
