using Cacl.Clips;
using Cacl.Onnx;

namespace Cacl.ML.Tests;

public class VideoFeaturizerTests(VideoSet set) : IClassFixture<VideoSet>
{
    private static readonly CancellationToken Running = TestContext.Current.CancellationToken;

    [Fact]
    public void A_video_and_its_bytes_have_one_vector()
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);

        float[] embedded = featurizer.Embed(Sound(0), Running);

        EncoderFile.AssertClose(EncoderFile.Features(Sound(0)), embedded);
        Assert.Equal(embedded, featurizer.EmbedContent(File.ReadAllBytes(Sound(0)), cancellation: Running));
    }

    [Fact]
    public void What_the_file_says_can_be_read()
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);

        Assert.Equal(VideoSet.Clips, featurizer.Clips! with { Reading = VideoSet.Clips.Reading });
        Assert.Equal(EncoderFile.EmbedClips, featurizer.ClipCount);
        Assert.Equal(EncoderFile.FeatureLength, featurizer.FeatureLength);
        Assert.Null(featurizer.WhyNotGpu);
    }

    [Fact]
    public void Many_videos_come_in_their_order_with_faults_in_their_place()
    {
        string garbage = set.Add("garbage.avi", [1, 2, 3]);
        string[] paths = [.. Enumerable.Range(0, 12).Select(i => i == 5 ? garbage : Sound(i % 5))];
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);

        EmbeddedVideo[] embedded = [.. featurizer.EmbedAll(paths, Running)];

        Assert.Equal(paths, embedded.Select(video => video.Path));
        Assert.All(embedded.Where(video => video.Path != garbage), video => EncoderFile.AssertClose(EncoderFile.Features(video.Path), video.Features));
        Assert.Null(embedded[5].Features);
        Assert.Equal(VideoFault.NotAVideo, embedded[5].Fault!.Fault);
    }

    [Fact]
    public void What_is_not_asked_for_is_not_read()
    {
        int asked = 0;
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);
        IEnumerable<EmbeddedVideo> all = featurizer.EmbedAll(Paths(), Running);
        Assert.Equal(0, asked);

        Assert.Single(all.Take(1));

        Assert.Equal(1, asked);

        IEnumerable<string> Paths()
        {
            while (true)
            {
                asked++;
                yield return Sound(0);
            }
        }
    }

    [Fact]
    public void Embedding_many_videos_ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);
        int embedded = 0;

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (EmbeddedVideo _ in featurizer.EmbedAll(Enumerable.Repeat(Sound(0), 1000), cancellation.Token))
            {
                if (++embedded == 3)
                    cancellation.Cancel();
            }
        });

        Assert.InRange(embedded, 3, 3 + 2 + Environment.ProcessorCount);   // those that were done already are given
        Assert.Equal(featurizer.Workers, featurizer.Working.CurrentCount);
    }

    [Fact]
    public void A_stream_that_is_closed_twice_is_closed()
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);
        IEnumerator<string> source = Enumerable.Repeat(Sound(0), 10).GetEnumerator();
        var stream = new FeatureStream<string>(featurizer, EncoderFile.EmbedClips, source, featurizer.Read, Running);
        Assert.True(stream.MoveNext());

        stream.Dispose();
        stream.Dispose();

        Assert.Equal(featurizer.Workers, featurizer.Working.CurrentCount);
    }

    [Fact]
    public void A_faulty_upload_is_told_by_its_name()
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);

        var fault = Assert.Throws<VideoException>(() => featurizer.EmbedContent("no video"u8, "holiday.mp4", Running));
        var empty = Assert.Throws<VideoException>(() => featurizer.EmbedContent([], cancellation: Running));

        Assert.StartsWith("Can't read the video 'holiday.mp4': ", fault.Message);
        Assert.DoesNotContain("cacl-", fault.Message);
        Assert.StartsWith("Can't read the video 'a file in memory': the file is empty", empty.Message);
    }

    [Fact]
    public void Several_clips_become_their_mean()
    {
        byte[] clips = ClipReader.ReadUniform(Sound(1), VideoSet.Clips, 4);
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);

        EncoderFile.AssertClose(EncoderFile.Features(clips), featurizer.EmbedClips(clips, new FrameSize(16, 16)));
    }

    [Fact]
    public void Clips_that_are_not_whole_are_refused()
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);

        var fault = Assert.Throws<ArgumentException>(() => featurizer.EmbedClips(new byte[100], new FrameSize(16, 16)));

        Assert.StartsWith("The clips have 100 bytes of frames of 16 x 16 pixels; this encoder takes clips of 6 RGB frames of at least 16 x 16.", fault.Message);
        Assert.Throws<ArgumentException>(() => featurizer.EmbedClips([], new FrameSize(16, 16)));
        Assert.Throws<ArgumentException>(() => featurizer.EmbedClips(new byte[6 * 8 * 16 * 3], new FrameSize(8, 16)));
    }

    [Fact]
    public void An_encoder_that_says_nothing_embeds_no_video()
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Foreign);

        string expected = $"The encoder '{EncoderFile.Foreign}' does not say how clips are taken from videos. Set VideoFeaturizerOptions.Clips: 6 frames of 16 x 16 pixels.";
        Assert.Equal(expected, Assert.Throws<InvalidOperationException>(() => featurizer.Embed(Sound(0), Running)).Message);
        Assert.Equal(expected, Assert.Throws<InvalidOperationException>(() => featurizer.EmbedAll([], Running)).Message);
    }

    [Fact]
    public void An_index_spares_the_count_of_frames()
    {
        string path = set.AddVideo("indexed.avi", VideoSet.Frames);
        string file = Path.Join(set.Folder, "index.jsonl");
        VideoIndex.Examine([path], cancellation: Running).Save(file);
        File.WriteAllText(file, File.ReadAllText(file).Replace("rameCount\":12", "rameCount\":8"));
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path, new VideoFeaturizerOptions { Index = VideoIndex.Load(file), ClipCount = 1 });

        // Of eight frames the middle clip begins at frame 1, and not at 3: an index that says less is believed.
        EncoderFile.AssertClose(EncoderFile.Features(ClipReader.ReadUniform(path, VideoSet.Clips with { Segment = new VideoSegment(0, 8 / 12.0) }, 1)), featurizer.Embed(path, Running));
    }

    [Fact]
    public void Runs_with_several_threads_give_the_same_vector()
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path, new VideoFeaturizerOptions { ThreadsPerRun = 2 });

        EncoderFile.AssertClose(EncoderFile.Features(Sound(0)), featurizer.Embed(Sound(0), Running));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_network_that_fails_is_told_by_its_file(int batchSize)
    {
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Broken, new VideoFeaturizerOptions { BatchSize = batchSize });
        string expected = $"The encoder '{EncoderFile.Broken}' gave {6 * batchSize * 8} numbers for {batchSize} clips; expected {batchSize * 8}.";

        Assert.Equal(expected, Assert.Throws<InvalidOperationException>(() => featurizer.Embed(Sound(0), Running)).Message);
        Assert.Equal(expected, Assert.Throws<InvalidOperationException>(() => featurizer.EmbedAll([Sound(0)], Running).ToArray()).Message);
    }

    [Fact]
    public void A_missing_GPU_is_refused_with_the_remedy_unless_the_CPU_may_stand_in()
    {
        var options = new VideoFeaturizerOptions { GpuDeviceId = 63 };

        Assert.StartsWith("GPU 63 can't compute: ", Assert.Throws<NotSupportedException>(() => VideoFeaturizer.Open(EncoderFile.Path, options)).Message);
        using VideoFeaturizer fallen = VideoFeaturizer.Open(EncoderFile.Path, options with { FallbackToCpu = true });

        Assert.StartsWith("GPU 63 can't compute: ", fallen.WhyNotGpu);
        EncoderFile.AssertClose(EncoderFile.Features(Sound(0)), fallen.Embed(Sound(0), Running));
    }

    private string Sound(int i) => Path.Join(set.Folder, "across", $"{i}.avi");
}
