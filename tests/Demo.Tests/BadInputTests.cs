using System.Text.Json;

namespace Cacl.Demo.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Equal($"There is no folder '{folder["none"]}'.", Fault("none"));

    [Fact]
    public void A_file_in_place_of_a_folder_is_named()
    {
        folder.Video("one.avi", 1);
        Assert.Equal($"'{folder["one.avi"]}' is a file; a folder of videos is wanted.", Fault("one.avi"));
    }

    [Fact]
    public void An_empty_folder_is_named()
    {
        Directory.CreateDirectory(folder["empty"]);
        Assert.Equal($"The folder '{folder["empty"]}' is empty.", Fault("empty"));
    }

    [Fact]
    public void A_folder_without_videos_is_named()
    {
        Directory.CreateDirectory(folder["texts"]);
        File.WriteAllText(folder["texts/a.txt"], "no video");
        Assert.StartsWith($"The folder '{folder["texts"]}' holds no videos", Fault("texts"));
    }

    [Fact]
    public void Files_that_are_no_videos_are_named()
    {
        string garbage = folder.Garbage("bad/garbage.avi");
        string fault = Fault("bad");
        Assert.StartsWith("None of 1 videos can be used. The first: ", fault);
        Assert.Contains(garbage, fault);
    }

    [Fact]
    public void Videos_that_are_shorter_than_a_clip_are_named()
    {
        string path = folder.Video("short/short.avi", 1, frames: 9);
        string fault = Fault("short");
        Assert.Contains(path, fault);
        Assert.Contains("too short", fault);
    }

    [Fact]
    public void A_validation_folder_without_a_usable_video_is_named_before_anything_is_learned()
    {
        folder.Classes("good", 2, 1);
        folder.Garbage("bad/across/garbage.avi");
        string line = DemoProcess.Run("--videos", folder["good"], "--validate", folder["bad"], "--output", folder["out"], "--quiet").FaultLine(1);
        Assert.StartsWith($"None of the 1 videos of '{folder["bad"]}' can be used. The first: ", line);
        Assert.False(File.Exists(folder["out/metrics.jsonl"]));
    }

    [Fact]
    public void One_usable_video_is_not_enough()
    {
        folder.Video("one/one.avi", 1);
        Assert.Contains("contrast needs at least 2", Fault("one"));
    }

    [Fact]
    public void An_output_folder_that_can_not_be_written_is_named()
    {
        folder.Video("two/a.avi", 1);
        folder.Video("two/b.avi", 2);
        File.WriteAllText(folder["taken"], "a file");
        string line = DemoProcess.Run("--videos", folder["two"], "--output", folder["taken/out"]).FaultLine(1);
        Assert.StartsWith($"The output folder '{folder["taken/out"]}' can't be written: ", line);
    }

    [Fact]
    public void Bad_files_among_good_ones_are_skipped_and_named()
    {
        folder.Video("videos/a.avi", 1);
        folder.Video("videos/b.avi", 2);
        string tooShort = folder.Video("videos/c.avi", 3, frames: 10);   // half of it is shorter than a clip
        string garbage = folder.Garbage("videos/d.mp4");

        var ended = DemoProcess.Run("--videos", folder["videos"], "--steps", "2", "--output", folder["out"]).Well();

        using var summary = JsonDocument.Parse(File.ReadAllText(folder["out/summary.json"]));
        var skipped = summary.RootElement.GetProperty("videos").GetProperty("skipped").EnumerateArray().ToDictionary(one => one.GetProperty("path").GetString()!, one => one.GetProperty("reason").GetString()!);
        Assert.Equal([tooShort, garbage], skipped.Keys);
        Assert.StartsWith("too short", skipped[tooShort]);
        Assert.All(skipped, one => Assert.Contains($"Skipped {one.Key}: {one.Value}", ended.Output));
        Assert.Equal(2, summary.RootElement.GetProperty("videos").GetProperty("train").GetInt32());
        string report = File.ReadAllText(folder["out/report.html"]);
        Assert.All(skipped.Keys, path => Assert.Contains(path, report));
    }

    private string Fault(string videos) => DemoProcess.Run("--videos", folder[videos], "--output", folder["out"], "--quiet").FaultLine(1);
}
