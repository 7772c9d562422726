using Cacl.Clips;

namespace Cacl.Samples.MotionSet.Tests;

public sealed class MotionSetRendererTests(RenderedSet rendered)
{
    private static readonly MotionSetOptions Tiny = new() { Seed = 3, TrainPerClass = 1, ValidatePerClass = 1, Frames = 6 };

    [Fact]
    public void Every_class_has_its_number_of_videos_of_the_promised_size()
    {
        foreach ((string folder, int perClass) in new[] { (rendered.Set.Train, RenderedSet.TrainPerClass), (rendered.Set.Validate, RenderedSet.ValidatePerClass) })
        {
            var videos = RenderedSet.Read(folder).ToList();
            Assert.Equal(Enum.GetNames<MotionKind>().Select(name => name.ToLowerInvariant()).Order(), videos.Select(video => video.Class).Distinct().Order());
            Assert.All(videos.GroupBy(video => video.Class), videosOfClass => Assert.Equal(perClass, videosOfClass.Count()));
            Assert.All(videos, video =>
            {
                Assert.Equal(new FrameSize(64, 48), video.Video.Size);
                Assert.Equal(40, video.Video.FrameCount);
            });
        }
        Assert.True(File.Exists(Path.Combine(rendered.Set.Train, "zigzag", "011.avi")));
    }

    [Fact]
    public void The_same_seed_gives_the_same_pixels()
    {
        MotionSetFolders again = Render(rendered.Fresh(), rendered.Textures, RenderedSet.Options);
        Assert.False(again.WasThere);
        Assert.Equal(Pixels(rendered.Set.Validate), Pixels(again.Validate));
    }

    [Fact]
    public void Another_seed_gives_other_pixels()
    {
        MotionSetFolders one = Render(rendered.Fresh(), rendered.Textures, Tiny);
        MotionSetFolders other = Render(rendered.Fresh(), rendered.Textures, Tiny with { Seed = 4 });
        foreach ((byte[] a, byte[] b) in Pixels(one.Train).Zip(Pixels(other.Train))) Assert.NotEqual(a, b);
    }

    [Fact]
    public void A_set_that_is_there_is_not_rendered_again()
    {
        string folder = rendered.Fresh();
        MotionSetFolders first = Render(folder, rendered.Textures, Tiny);
        string witness = Path.Combine(first.Train, "zoom", "000.avi");
        File.WriteAllText(witness, "untouched");
        Assert.True(Render(folder, rendered.Textures, Tiny with { }).WasThere);
        Assert.Equal("untouched", File.ReadAllText(witness));
    }

    [Fact]
    public void Other_options_or_textures_replace_the_set()
    {
        string folder = rendered.Fresh();
        Render(folder, rendered.Textures, Tiny with { TrainPerClass = 2 });
        MotionSetFolders smaller = Render(folder, rendered.Textures, Tiny);
        Assert.False(smaller.WasThere);
        Assert.Equal(8, VideoFolder.List(smaller.Train).Count);
        Assert.False(Render(folder, [.. rendered.Textures.Take(2)], Tiny).WasThere);
    }

    [Fact]
    public void A_render_that_was_stopped_is_done_anew()
    {
        string folder = rendered.Fresh();
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Render(folder, rendered.Textures, Tiny, stop.Token, new Told(done => { if (done == 3) stop.Cancel(); })));
        MotionSetFolders set = Render(folder, rendered.Textures, Tiny);
        Assert.False(set.WasThere);
        Assert.Equal(8, VideoFolder.List(set.Validate).Count);
    }

    [Fact]
    public void Progress_counts_up_to_the_number_of_videos()
    {
        List<int> counts = [];
        Render(rendered.Fresh(), rendered.Textures, Tiny, TestContext.Current.CancellationToken, new Told(counts.Add));
        Assert.Equal(Enumerable.Range(1, 16), counts);
    }

    [Fact]
    public void A_folder_of_another_origin_is_left_alone()
    {
        string folder = rendered.Fresh();
        string theirs = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "train")).FullName, "mine.txt");
        File.WriteAllText(theirs, "keep");
        var fault = Assert.Throws<IOException>(() => Render(folder, rendered.Textures, Tiny));
        Assert.Equal($"'{folder}' holds 'train' but no motion-set.json: it is no motion set. Choose another folder.", fault.Message);
        Assert.True(File.Exists(theirs));
    }

    [Fact]
    public void All_faults_of_the_options_are_told_at_once()
    {
        var wrong = new MotionSetOptions { TrainPerClass = 0, Width = 63, Frames = 0, FramesPerSecond = double.NaN };
        var fault = Assert.Throws<ArgumentException>(() => Render(rendered.Fresh(), rendered.Textures, wrong));
        Assert.Equal(
            "The motion set's options are wrong: TrainPerClass is 0 and must be at least 1; Width is 63 and must be even and at least 32; Frames is 0 and must be at least 1; FramesPerSecond is NaN and must be positive.",
            fault.Message);
        Assert.Throws<ArgumentException>(() => Render(rendered.Fresh(), [], Tiny));
    }

    [Fact]
    public void Training_and_validation_take_textures_from_different_videos()
    {
        string folder = Directory.CreateDirectory(rendered.Fresh()).FullName;
        string[] textures = [TextureVideo.Columns(Path.Combine(folder, "columns.avi")), TextureVideo.Rows(Path.Combine(folder, "rows.avi"))];
        MotionSetFolders set = Render(Path.Combine(folder, "set"), textures, Tiny with { TrainPerClass = 2, ValidatePerClass = 2 });
        Assert.All(RenderedSet.Read(set.Train), video => Assert.True(Contrast(video.Video, 1, 0) > 3 * Contrast(video.Video, 0, 1)));
        Assert.All(RenderedSet.Read(set.Validate), video => Assert.True(Contrast(video.Video, 0, 1) > 3 * Contrast(video.Video, 1, 0)));
    }

    [Fact]
    public void One_texture_video_is_enough() =>
        Assert.Equal(8, VideoFolder.List(Render(rendered.Fresh(), [rendered.Textures[0]], Tiny).Validate).Count);

    private static MotionSetFolders Render(string folder, IReadOnlyList<string> textures, MotionSetOptions options, CancellationToken? cancellation = null, IProgress<(int, int)>? progress = null) =>
        MotionSetRenderer.Render(folder, textures, options, progress, cancellation ?? TestContext.Current.CancellationToken);

    private static byte[][] Pixels(string folder) =>
        [.. RenderedSet.Read(folder).Select(video => Enumerable.Range(0, video.Video.FrameCount).SelectMany(i => video.Video.Frame(i).ToArray()).ToArray())];

    /// <summary>How much the grey values change from pixel to pixel along a direction, at the left and right edge, which sprites seldom reach.</summary>
    private static double Contrast(DecodedVideo video, int dx, int dy)
    {
        ReadOnlySpan<byte> frame = video.Frame(0);
        int width = video.Size.Width, height = video.Size.Height;
        double sum = 0;
        foreach (int x in Enumerable.Range(0, 8).Concat(Enumerable.Range(width - 9, 8)))
            for (int y = 0; y < height - 1; y++)
                sum += Math.Abs(frame[((y + dy) * width + x + dx) * 3] - frame[(y * width + x) * 3]);
        return sum;
    }

    private sealed class Told(Action<int> done) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => done(value.Done);
    }
}
