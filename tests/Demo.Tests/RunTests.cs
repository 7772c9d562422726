using System.Text.Json.Nodes;
using Cacl.Learning;

namespace Cacl.Demo.Tests;

public sealed class RunTests(ClassesRun run) : IClassFixture<ClassesRun>
{
    [Fact]
    public void Summary_holds_every_number()
    {
        var summary = run.Summary();

        Assert.Contains((string)summary["packages"]!, new[] { "nuget", "polyfill" });
        Assert.Equal(1, (int)summary["seed"]!);
        Assert.False((bool)summary["stopped"]!);
        Assert.StartsWith("Trained on the training videos without their labels", (string)summary["protocol"]!);
        Assert.Equal(ClassesRun.Steps, (int)summary["settings"]!["steps"]!);
        Assert.Equal((10, 6), ((int)summary["videos"]!["train"]!, (int)summary["videos"]!["validate"]!));
        Assert.Empty(summary["videos"]!["skipped"]!.AsArray());
        foreach (string network in new[] { "trained", "untrained" })
        {
            foreach (string at in new[] { "r1", "r5", "r10" })
                AssertShare(summary[network]!["retrieval"]![at]);
            AssertShare(summary[network]!["nearestNeighbour"]);
            AssertShare(summary[network]!["classifierAccuracy"]);
            AssertShare(summary[network]!["shuffleDegree"]!["accuracy"]);
            // Ten videos hold both classes.
            Assert.Equal(1, (double)summary[network]!["retrieval"]!["r10"]!);
        }
        AssertShare(summary["shuffleDegree"]!["accuracy"]);
        Assert.Equal(.125, (double)summary["shuffleDegree"]!["chance"]!, 1e-6);
        Assert.Equal("UniformDegree", (string)summary["shuffleDegree"]!["sampler"]!);
        Assert.Equal(ClassesRun.Steps, (int)summary["training"]!["steps"]!);
        foreach (string number in new[] { "seconds", "clipsPerSecond", "finalLoss" })
            Assert.True((double)summary["training"]![number]! > 0);
        // Five of ten in the gallery are right: 1/2, 1 - (5 choose 5)/(10 choose 5), 1.
        Assert.Equal(.5, (double)summary["chance"]!["retrieval"]!["r1"]!, 1e-6);
        Assert.Equal(1 - 1.0 / 252, (double)summary["chance"]!["retrieval"]!["r5"]!, 1e-6);
        Assert.Equal(.5, (double)summary["chance"]!["classifierAccuracy"]!, 1e-6);
    }

    [Fact]
    public void A_second_run_with_the_same_seed_gives_the_same_numbers_and_says_nothing_when_quiet()
    {
        var ended = run.Run("again", "--quiet");

        Assert.Equal("", ended.Output);
        Assert.Equal(WithoutTimes(run.Summary()).ToJsonString(), WithoutTimes(run.Summary("again")).ToJsonString());
        Assert.Equal(File.ReadAllBytes(run.Folder["out/encoder.safetensors"]), File.ReadAllBytes(run.Folder["again/encoder.safetensors"]));
    }

    [Fact]
    public void Another_seed_gives_another_network()
    {
        run.Run("other", "--seed", "2");

        Assert.Equal(2, (int)run.Summary("other")["seed"]!);
        Assert.NotEqual(File.ReadAllBytes(run.Folder["out/encoder.safetensors"]), File.ReadAllBytes(run.Folder["other/encoder.safetensors"]));
    }

    [Fact]
    public void Every_step_of_both_stages_is_in_the_metrics()
    {
        var lines = File.ReadAllLines(run.Folder["out/metrics.jsonl"]).Select(line => JsonNode.Parse(line)!).ToArray();

        Assert.Equal(Enumerable.Range(1, ClassesRun.Steps), lines.Where(line => (string)line["stage"]! == "cacl").Select(line => (int)line["step"]!));
        Assert.Equal(2 * ClassesRun.Steps, lines.Length);
        Assert.All(lines, line => Assert.True((double)line["loss"]! > 0));
        Assert.Equal((double)lines[^1]["loss"]!, (double)run.Summary()["training"]!["finalLoss"]!, 1e-5);
    }

    [Fact]
    public void A_run_that_is_kept_goes_on_and_gives_the_same_numbers()
    {
        string checkpoints = run.Folder["checkpoints"];
        run.Run("kept", "--checkpoints", checkpoints);
        var ended = run.Run("gone-on", "--checkpoints", checkpoints);

        Assert.Contains($"Going on from {checkpoints}", ended.Output);
        Assert.Contains($"{ClassesRun.Steps} steps of cacl are done.", ended.Output);
        Assert.Equal(File.ReadAllBytes(run.Folder["out/encoder.safetensors"]), File.ReadAllBytes(run.Folder["gone-on/encoder.safetensors"]));
        Assert.Equal(File.ReadAllLines(run.Folder["kept/metrics.jsonl"]), File.ReadAllLines(run.Folder["gone-on/metrics.jsonl"]));
    }

    [Fact]
    public void The_weights_load_and_embed()
    {
        using var encoder = VideoEncoder.Load(run.Folder["out/encoder.safetensors"]);

        Assert.Equal(encoder.FeatureLength, encoder.Embed(run.Folder["train/down/0.avi"]).Length);
    }

    [Fact]
    public void Progress_goes_to_plain_lines_where_there_is_no_terminal()
    {
        Assert.Matches(@"(?m)^cacl: epoch 1/\d+, step 1/4, loss \d+\.\d+, \d+\.\d clips/s, .+ left, degreeAccuracy \d\.\d\d, contrastAccuracy \d\.\d\d\r?$", run.Ended.Output);
        Assert.Matches(@"(?m)^cacl: epoch \d+/\d+, step 4/4, ", run.Ended.Output);
        Assert.DoesNotContain("\r ", run.Ended.Output);
        Assert.Matches(@"(?m)^Classifier +\d+\.\d % +\d+\.\d % +50\.0 % ", run.Ended.Output);
    }

    private static void AssertShare(JsonNode? value) => Assert.InRange((double)value!, 0, 1);

    private static JsonObject WithoutTimes(JsonObject summary)
    {
        summary["training"]!.AsObject().Remove("seconds");
        summary["training"]!.AsObject().Remove("clipsPerSecond");
        return summary;
    }
}
