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

    [Fact]
    public void A_cache_that_scales_otherwise_is_refused()
    {
        var cache = new FrameCache(folder["cache"], FrameScaling.ToShortSide(48), 1 << 30);

        var fault = Assert.Throws<ArgumentException>(() => new ClipReader(NumberedVideo.Write(folder["a.avi"], 12), Options, cache: cache));

        Assert.StartsWith("The cache scales frames to short side 48, the options to short side 96.", fault.Message);
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

    [Theory]
    [InlineData(VideoEndingKind.Corrupt, 64, 0, 0.75, "damaged at frame 64, and its container promises no count to judge the loss by")]
    [InlineData(VideoEndingKind.Corrupt, 64, 0, 0, null)]
    [InlineData(VideoEndingKind.Corrupt, 64, 80, 0.75, null)]
    [InlineData(VideoEndingKind.Corrupt, 64, 90, 0.75, "damaged or cut off: it ended after 64 of the 90 frames that its container promises")]
    [InlineData(VideoEndingKind.EndedEarly, 64, 80, 0.75, null)]
    [InlineData(VideoEndingKind.StoppedAtCount, 64, 63, 1, null)]
    [InlineData(VideoEndingKind.Complete, 64, 0, 1, null)]
    public void Damage_is_accepted_only_where_the_loss_is_known_to_be_small(VideoEndingKind kind, int frames, long promised, double leastReadable, string? reason)
    {
        (VideoFault Fault, string Reason)? found = ClipReader.WhyNot(new VideoEnding(kind, frames, promised), Options with { LeastReadable = leastReadable });

        Assert.Equal(reason is null ? null : (VideoFault.Corrupt, reason), found);
    }

    [Fact]
    public void A_video_that_is_accepted_tells_how_it_ends()
    {
        string path = NumberedVideo.Write(folder["v.avi"], 60, "MJPG");
        using (var whole = new ClipReader(path, Options))
            Assert.Null(whole.Ending.Shortfall);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length * 9 / 10)]);

        using var reader = new ClipReader(path, Options);

        Assert.Equal(VideoEndingKind.EndedEarly, reader.Ending.Kind);
        Assert.Matches("^ended after 5[0-9] of the 60 frames", reader.Ending.Shortfall);
    }

    [Fact]
    public void An_examined_video_is_not_counted_again_unless_it_has_changed()
    {
        string path = NumberedVideo.Write(folder["numbered.avi"], 40, "MJPG");
        ExaminedVideo examined = VideoIndex.Examine([path], cancellation: TestContext.Current.CancellationToken).Videos[0];
        var whole = new ClipSelection { Count = 2, Crop = CropPlacement.Whole };
        int[][] With(ExaminedVideo? known)
        {
            using var reader = new ClipReader(path, Stretched, known);
            return Numbers(reader, whole);
        }

        Assert.Equal(With(null), With(examined));
        // It takes the index at its word, which shows that it does not look for itself,
        ExaminedVideo shorter = examined with { FrameCount = 20, PromisedFrameCount = 20 };
        Assert.Equal([[0, 3, 6, 9], [10, 13, 16, 19]], With(shorter));
        // except about another file than the one that was examined.
        Assert.Equal(With(null), With(shorter with { ModifiedUtc = examined.ModifiedUtc.AddSeconds(1) }));
    }

    [Fact]
    public void A_video_that_was_found_faulty_is_refused_without_reading_it()
    {
        string path = NumberedVideo.Write(folder["numbered.avi"], 40, "MJPG");
        ExaminedVideo examined = VideoIndex.Examine([path], cancellation: TestContext.Current.CancellationToken).Videos[0];

        var fault = Assert.Throws<VideoException>(() => new ClipReader(path, Options, examined with { Fault = VideoFault.UnknownCodec, Cause = "known" }));

        Assert.Equal((VideoFault.UnknownCodec, "known", path), (fault.Fault, fault.Cause, fault.Path));
    }

    [Theory]
    [InlineData(2048, 4)]   // a frame of 81920x2048
    [InlineData(1024, 64)]   // 64 frames of 20480x1024
    public void A_wide_low_video_that_no_memory_would_hold_is_refused_by_name(int shortSide, int frames)
    {
        string path = folder["wide.avi"];
        var size = new FrameSize(shortSide == 2048 ? 640 : 320, 16);
        using (VideoFileWriter writer = VideoFileWriter.Create(path, size, 25, "MJPG"))
        {
            for (int i = 0; i < 70; i++)
                writer.Write(new byte[size.ByteCount]);
        }
        ClipOptions options = Options with { Frames = frames, Interval = 1, ShortSide = shortSide };

        var fault = Assert.Throws<VideoException>(() => new ClipReader(path, options));

        Assert.Equal(VideoFault.TooLarge, fault.Fault);
        Assert.Equal(fault.Cause, ClipReader.WhyNot(path, options));
    }

    [Fact]
    public void A_video_of_more_frames_than_its_container_promises_is_not_held_beyond_the_limit()
    {
        string path = NumberedVideo.Write(folder["lying.mkv"], 40, "MJPG");
        byte[] bytes = File.ReadAllBytes(path);
        int duration = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x44, 0x89, 0x88]);   // Matroska's duration, a double in ms
        Assert.True(duration > 0);
        System.Buffers.Binary.BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(duration + 3), 5 * 40);
        File.WriteAllBytes(path, bytes);
        using (VideoFile file = VideoFile.Open(path))
            Assert.Equal(5, file.PromisedFrameCount);

        using var reader = new ClipReader(path, Stretched, 20L * NumberedVideo.Size.ByteCount);
        using var roomy = new ClipReader(path, Stretched, 40L * NumberedVideo.Size.ByteCount);

        Assert.Equal((false, true), (reader.HoldsWhole, roomy.HoldsWhole));
        Assert.Equal(40, reader.Ending.Frames);
        var selection = new ClipSelection { Count = 3, Crop = CropPlacement.Whole };
        Assert.Equal(Numbers(roomy, selection), Numbers(reader, selection));
    }

    [Fact]
    public void How_files_are_read_reaches_the_decoder()
    {
        string path = NumberedVideo.Write(folder["v.avi"], 15, "MJPG");
        ClipOptions small = Options with { Reading = new VideoReadOptions { MostPixels = 100 } };

        Assert.Equal(VideoFault.TooLarge, Assert.Throws<VideoException>(() => new ClipReader(path, small)).Fault);
        Assert.Contains("100", ClipReader.WhyNot(path, small), StringComparison.Ordinal);
        ClipOptions cancelled = Options with { Reading = new VideoReadOptions { Cancellation = new CancellationToken(canceled: true) } };
        Assert.ThrowsAny<OperationCanceledException>(() => new ClipReader(path, cancelled));
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
