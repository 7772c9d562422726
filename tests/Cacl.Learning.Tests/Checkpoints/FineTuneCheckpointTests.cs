namespace Cacl.Learning.Tests;

public sealed class FineTuneCheckpointTests(ClassVideos videos) : IClassFixture<ClassVideos>, IDisposable
{
    private static readonly FineTuneOptions Options = FineTuneOptions.Small with { BatchSize = 6, Steps = 2 };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-checkpoints-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Another_encoder_to_start_from_other_labels_and_changed_files_are_refused()
    {
        FineTuneOptions kept = Options with { CheckpointFolder = folder.FullName };
        using VideoEncoder encoder = videos.MakeEncoder(), other = videos.MakeEncoder(seed: 2);
        new FineTuner(kept).Train(encoder, videos.Train).Dispose();

        Assert.Contains("is of another run: Encoder is ", Refusal(() => new FineTuner(kept).Train(other, videos.Train)));
        List<Clips.VideoEntry> turned = [.. videos.Train.Select(video => video with { Label = video.Label == "down" ? "across" : "down" })];
        Assert.Contains("is of another run: Labels is ", Refusal(() => new FineTuner(kept).Train(encoder, turned)));
        using (FileStream grown = File.Open(videos.Train[3].Path, FileMode.Append))
            grown.WriteByte(0);
        Assert.Contains($"1 of 12 videos are new or changed, the first of them {Path.GetFullPath(videos.Train[3].Path)}.", Refusal(() => new FineTuner(kept).Train(encoder, videos.Train)));

        static string Refusal(Action run) => Assert.Throws<CheckpointException>(run).Message;
    }
}
