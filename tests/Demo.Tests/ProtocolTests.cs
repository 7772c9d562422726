using System.Text.Json.Nodes;

namespace Cacl.Demo.Tests;

public sealed class ProtocolTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_videos_without_labels_search_for_their_own_first_halves()
    {
        folder.Video("videos/a.avi", 1);
        folder.Video("videos/b.avi", 2, isHorizontal: false);

        var summary = Run("--videos", folder["videos"], "--steps", "2");

        Assert.StartsWith("Trained on the first half of each video", (string)summary["protocol"]!);
        Assert.Equal((0, .5), ((double)summary["settings"]!["clips"]!["segment"]!["start"]!, (double)summary["settings"]!["clips"]!["segment"]!["end"]!));
        Assert.Equal(.5, (double)summary["chance"]!["retrieval"]!["r1"]!);
        Assert.Equal(1, (double)summary["trained"]!["retrieval"]!["r5"]!);
        Assert.Null(summary["trained"]!["nearestNeighbour"]);
        Assert.Null(summary["trained"]!["classifierAccuracy"]);
    }

    [Fact]
    public void A_class_with_one_video_is_learned_from_and_not_asked_for()
    {
        folder.Classes("videos", 2, 1);
        folder.Video("videos/still/only.avi", 9);

        var summary = Run("--videos", folder["videos"], "--steps", "2");

        Assert.Equal(5, (int)summary["videos"]!["train"]!);
        // Of four others, one is of the query's class.
        Assert.Equal(.25, (double)summary["chance"]!["nearestNeighbour"]!, 1e-6);
        Assert.InRange((double)summary["trained"]!["classifierAccuracy"]!, 0, 1);
        Assert.Equal(.2, (double)summary["chance"]!["retrieval"]!["r1"]!, 1e-6);
    }

    [Fact]
    public void Validation_videos_without_labels_search_for_their_own_first_halves()
    {
        folder.Classes("train", 2, 1);
        folder.Video("validate/a.avi", 11);
        folder.Video("validate/b.avi", 12);

        var summary = Run("--videos", folder["train"], "--validate", folder["validate"], "--steps", "2");

        Assert.StartsWith("Trained on the training videos; the second half of each validation video", (string)summary["protocol"]!);
        Assert.Equal(2, (int)summary["videos"]!["validate"]!);
        Assert.Equal(.5, (double)summary["chance"]!["retrieval"]!["r1"]!);
        Assert.Null(summary["trained"]!["classifierAccuracy"]);
    }

    [Fact]
    public void The_motion_set_is_rendered_and_learned_from()
    {
        folder.Video("textures/a.avi", 1);
        folder.Garbage("textures/broken.avi");

        var summary = Run("--motion", "--textures", folder["textures"], "--per-class", "2", "--epochs", "1");

        Assert.Equal((16, 8), ((int)summary["videos"]!["train"]!, (int)summary["videos"]!["validate"]!));
        Assert.Equal(folder["textures/broken.avi"], (string)summary["videos"]!["skipped"]![0]!["path"]!);
        Assert.Equal(.125, (double)summary["chance"]!["retrieval"]!["r1"]!, 1e-6);
        Assert.Equal(8, Directory.GetDirectories(folder["out/motion/train"]).Length);
    }

    private JsonNode Run(params string[] arguments)
    {
        DemoProcess.Run([.. arguments, "--output", folder["out"], "--quiet"]).Well();
        return JsonNode.Parse(File.ReadAllText(folder["out/summary.json"]))!;
    }
}
