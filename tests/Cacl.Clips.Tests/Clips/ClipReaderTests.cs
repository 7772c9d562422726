namespace Cacl.Clips.Tests;

public sealed class ClipReaderTests : IDisposable
{
    private static readonly ClipOptions Options = new() { Frames = 4, Interval = 3, ShortSide = 96, CropSize = 96 };

    /// <summary>Whole frames show their numbers.</summary>
    private static readonly ClipOptions Stretched = Options with { FixedSize = NumberedVideo.Size };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Clips_lie_at_even_places_whether_the_video_is_held_or_not(long heldWholeBytes)
    {
        using ClipReader reader = Open(40, Stretched, heldWholeBytes);

        Assert.Equal([[0, 3, 6, 9], [15, 18, 21, 24], [30, 33, 36, 39]], Numbers(reader, new ClipSelection { Count = 3, Crop = CropPlacement.Whole }));
        Assert.Equal([[15, 18, 21, 24]], Numbers(reader, new ClipSelection { Crop = CropPlacement.Whole }));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Dense_clips_start_at_every_stride_of_the_segment(long heldWholeBytes)
    {
        using ClipReader reader = Open(42, Stretched with { Segment = VideoSegment.SecondHalf }, heldWholeBytes);
        var dense = new ClipSelection { Placement = ClipPlacement.Dense, Stride = 5, Crop = CropPlacement.Whole };

        Assert.Equal([[21, 24, 27, 30], [26, 29, 32, 35], [31, 34, 37, 40]], Numbers(reader, dense));
        Assert.Equal(3, reader.CountClips(dense));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Several_random_clips_follow_from_the_numbers_and_the_first_ones_stay_when_more_are_drawn(long heldWholeBytes)
    {
        using ClipReader reader = Open(40, Stretched, heldWholeBytes);
        var four = new ClipSelection { Placement = ClipPlacement.Random, Count = 4, Crop = CropPlacement.Whole };
        int[][] drawn = Numbers(reader, four, sample: 5);

        Assert.Equal(drawn, Numbers(reader, four, sample: 5));
        Assert.Equal(drawn[..2], Numbers(reader, four with { Count = 2 }, sample: 5));
        Assert.NotEqual(drawn, Numbers(reader, four, sample: 6));
        Assert.True(drawn.Select(clip => clip[0]).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(128, 96, new[] { 0, 24, 48 }, new[] { 8, 8, 8 })]
    [InlineData(96, 128, new[] { 8, 8, 8 }, new[] { 0, 24, 48 })]
    public void Three_crops_lie_along_the_longer_side(int width, int height, int[] lefts, int[] tops)
    {
        string path = Gradient(width, height, frames: 12);
        ClipOptions options = Stretched with { FixedSize = new FrameSize(width, height), CropSize = 80 };
        byte[] whole = ClipReader.Read(path, options, new ClipSelection { Crop = CropPlacement.Whole }, default);

        byte[] three = ClipReader.Read(path, options, new ClipSelection { Crop = CropPlacement.Three }, default);

        const int clip = 4 * 80 * 80 * 3;
        Assert.Equal(3 * clip, three.Length);
        for (int crop = 0; crop < 3; crop++)
            Assert.Equal(Cropped(whole, new FrameSize(width, height), lefts[crop], tops[crop], 80), three[(crop * clip)..((crop + 1) * clip)]);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Random_crops_are_one_place_for_all_frames_of_a_clip_and_reach_every_edge(long heldWholeBytes)
    {
        string path = Gradient(20, 18, frames: 12);
        var size = new FrameSize(20, 18);
        ClipOptions options = Options with { FixedSize = size, CropSize = 16 };
        using var reader = new ClipReader(path, options, heldWholeBytes);
        byte[] whole = ClipReader.Read(path, options, new ClipSelection { Crop = CropPlacement.Whole }, default);
        Dictionary<string, (int Left, int Top)> places = [];
        for (int left = 0; left <= 4; left++)
            for (int top = 0; top <= 2; top++)
                places.Add(Convert.ToHexString(Cropped(whole, size, left, top, 16)), (left, top));

        var found = new HashSet<(int, int)>();
        for (int sample = 0; sample < 200; sample++)
        {
            var random = new SampleRandom(1, 0, sample);
            byte[]? pixels = null;
            reader.Read(new ClipSelection { Crop = CropPlacement.Random }, ref random, ref pixels);
            found.Add(places[Convert.ToHexString(pixels!)]);
        }

        Assert.Equal(15, found.Count);
    }

    [Fact]
    public void An_array_of_the_right_length_is_used_again()
    {
        using ClipReader reader = Open(40, Stretched, long.MaxValue);
        var random = new SampleRandom(1, 0, 0);
        byte[]? pixels = null;
        reader.Read(new ClipSelection(), ref random, ref pixels);
        byte[]? same = pixels;

        reader.Read(new ClipSelection(), ref random, ref pixels);
        Assert.Same(same, pixels);

        reader.Read(new ClipSelection { Count = 2 }, ref random, ref pixels);
        Assert.Equal(2 * same!.Length, pixels!.Length);
    }

    [Fact]
    public void A_selection_that_does_not_go_with_the_options_is_refused()
    {
        using ClipReader reader = Open(40, Options, long.MaxValue);

        var fault = Assert.Throws<ArgumentException>(() =>
        {
            SampleRandom random = default;
            byte[]? pixels = null;
            reader.Read(new ClipSelection { Crop = CropPlacement.Whole, Stride = 2 }, ref random, ref pixels);
        });

        Assert.Equal(
            "Can't take clips like this: selection.Stride is 2; with Placement Uniform it must be 1, as only Dense has a stride. "
            + "selection.Crop is Whole; it needs a Options.FixedSize, since frames that keep their shape are not all of one size. (Parameter 'selection')",
            fault.Message);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    public void A_video_of_just_a_clip_has_one_place(int frames, int starts)
    {
        using ClipReader reader = Open(frames, Stretched, long.MaxValue);

        Assert.Equal(starts, reader.CountClips(new ClipSelection { Placement = ClipPlacement.Dense }));
        Assert.Equal([[0, 3, 6, 9]], Numbers(reader, new ClipSelection { Crop = CropPlacement.Whole }));
    }

    [Theory]
    [InlineData(ShortVideoPolicy.Tile, new[] { 0, 3, 1, 4 })]
    [InlineData(ShortVideoPolicy.Hold, new[] { 0, 3, 4, 4 })]
    public void A_short_video_gives_every_selection_its_mended_clip(ShortVideoPolicy policy, int[] mended)
    {
        using ClipReader reader = Open(5, Stretched with { ShortVideos = policy }, 0);

        Assert.Equal([mended, mended], Numbers(reader, new ClipSelection { Count = 2, Crop = CropPlacement.Whole }));
        Assert.Equal([mended], Numbers(reader, new ClipSelection { Placement = ClipPlacement.Dense, Stride = 3, Crop = CropPlacement.Whole }));
        Assert.Equal([mended], Numbers(reader, new ClipSelection { Placement = ClipPlacement.Random, Crop = CropPlacement.Whole }));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Random_clips_stay_within_the_segment_and_follow_from_the_numbers(long heldWholeBytes)
    {
        string path = NumberedVideo.Write(folder["v.avi"], 40, "MJPG");
        using var reader = new ClipReader(path, Options with { Segment = VideoSegment.SecondHalf }, heldWholeBytes);
        var starts = new HashSet<int>();
        for (int sample = 0; sample < 60; sample++)
        {
            var random = new SampleRandom(1, 0, sample);
            var again = new SampleRandom(1, 0, sample);
            int[] numbers = Numbers(reader.Random(ref random));
            Assert.Equal(numbers, Numbers(reader.Random(ref again)));
            Assert.InRange(numbers[0], 20, 30);
            starts.Add(numbers[0]);
        }

        Assert.Equal(11, starts.Count);
    }

    [Fact]
    public void Video_that_is_too_short_is_refused_with_its_length_and_the_clips()
    {
        string path = NumberedVideo.Write(folder["v.avi"], 15, "MJPG");

        Assert.Null(ClipReader.WhyNot(path, Options));
        string? reason = ClipReader.WhyNot(path, Options with { Segment = VideoSegment.FirstHalf });
        Assert.Equal("too short: it has 7 frames in the part from 0 to 0.5; a clip of 4 frames at interval 3 spans 10", reason);
        Assert.Equal(VideoFault.TooShort, Assert.Throws<VideoException>(() => new ClipReader(path, Options with { Segment = VideoSegment.FirstHalf })).Fault);
        Assert.Null(ClipReader.WhyNot(path, Options with { Segment = VideoSegment.FirstHalf, ShortVideos = ShortVideoPolicy.Tile }));
    }

    [Fact]
    public void Video_that_was_cut_off_is_refused_unless_the_options_accept_it()
    {
        string path = NumberedVideo.Write(folder["v.avi"], 60, "MJPG");
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);

        string? reason = ClipReader.WhyNot(path, Options);

        Assert.Matches("^damaged or cut off: it ended after [0-9]+ of the 60 frames that its container promises$", reason);
        Assert.Equal(VideoFault.Corrupt, Assert.Throws<VideoException>(() => new ClipReader(path, Options)).Fault);
        Assert.Null(ClipReader.WhyNot(path, Options with { LeastReadable = 0.1 }));
    }

    private ClipReader Open(int frames, ClipOptions options, long heldWholeBytes) =>
        new(NumberedVideo.Write(folder["numbered.avi"], frames, "MJPG"), options, heldWholeBytes);

    /// <summary>A video in which every place of a frame looks different.</summary>
    private string Gradient(int width, int height, int frames)
    {
        string path = folder["gradient.avi"];
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++)
            pixels.AsSpan(i * 3, 3).Fill((byte)(i % width * 200 / width + i / width * 50 / height));
        using VideoFileWriter writer = VideoFileWriter.Create(path, new FrameSize(width, height), 25, "MJPG");
        for (int i = 0; i < frames; i++)
            writer.Write(pixels);
        return path;
    }

    private static byte[] Cropped(byte[] clip, FrameSize size, int left, int top, int edge)
    {
        var cropped = new byte[Options.Frames * edge * edge * 3];
        for (int i = 0; i < cropped.Length; i++)
        {
            int column = i / 3 % edge + left, row = i / 3 / edge % edge + top, frame = i / 3 / edge / edge;
            cropped[i] = clip[((frame * size.Height + row) * size.Width + column) * 3 + i % 3];
        }

        return cropped;
    }

    private static int[][] Numbers(ClipReader reader, ClipSelection selection, int sample = 0)
    {
        var random = new SampleRandom(1, 0, sample);
        byte[]? pixels = null;
        reader.Read(selection, ref random, ref pixels);
        int[] numbers = Numbers(new RawClip(pixels!, selection.FrameSizeOf(reader.Options)));
        return [.. numbers.Chunk(Options.Frames)];
    }

    private static int[] Numbers(RawClip clip)
    {
        int bytes = clip.Size.ByteCount;
        byte[][] frames = [.. Enumerable.Range(0, clip.Pixels.Length / bytes).Select(frame => clip.Pixels[(frame * bytes)..((frame + 1) * bytes)])];
        return [.. NumberedVideo.NumbersOf(new DecodedVideo("", clip.Size, frames))];
    }
}
