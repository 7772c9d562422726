using System.Security.Cryptography;

namespace Cacl.Clips.Tests;

/// <summary>Any frames, asked for in any order, are bit for bit those of a read from the beginning to the end.</summary>
public sealed class ExactFrameTests : IDisposable
{
    /// <summary>The files of the collection that hold no frame that can be read. Any other that is refused is a failure.</summary>
    private static readonly string[] Unreadable = ["edge/derived/garbage.avi", "edge/derived/kin_truncated_moov.mp4", "edge/derived/zero.mp4"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SharedFiles))]
    public void Any_order_gives_the_frames_of_a_sequential_read(string name)
    {
        if (name.Length == 0)
            Assert.Skip("No ../shared/videos; CACL_SHARED_VIDEOS can name the folder.");
        string path = SharedVideos.Find(name.Split('/'));
        FrameSize size;
        using (VideoFile file = VideoFile.Open(path))
            size = FrameSize.FitShortSide(file.Width, file.Height, 48);
        Check(path, size);
    }

    [Theory]
    [InlineData("edge/nasa_13013.mp4")]
    [InlineData("edge/sine_stereo_mp2.mpg")]
    [InlineData("edge/testsrc2_odd_height_and_width_444.mp4")]
    [InlineData("real/v_ApplyEyeMakeup_g01_c01.avi")]
    public void Frames_at_full_size_are_exact_too(string name)
    {
        string path = SharedVideos.Find(name.Split('/'));
        FrameSize size;
        using (VideoFile file = VideoFile.Open(path))
            size = new FrameSize(file.Width, file.Height);
        Check(path, size);
    }

    [Theory]
    [InlineData("v.mp4", "mp4v")]
    [InlineData("v.avi", "XVID")]
    [InlineData("v.avi", "MJPG")]
    [InlineData("v.mkv", "mp4v")]
    public void Far_frames_of_a_long_video_are_sought_and_exact(string name, string codec)
    {
        string path = NumberedVideo.Write(_folder[name], 600, codec);
        Assert.True(Check(path, NumberedVideo.Size) > 0, "No frame was sought.");
        using VideoFile counted = VideoFile.Open(path);
        counted.CountFrames();
        using VideoFile file = VideoFile.Open(path, null, counted.SeekTable);
        byte[] pixels = new byte[NumberedVideo.Size.ByteCount];
        foreach (int frame in new[] { 590, 300, 599, 0, 450, 449 })
        {
            file.Read([frame], NumberedVideo.Size, pixels);
            Assert.Equal(frame & 255, NumberedVideo.NumberOf(pixels, NumberedVideo.Size));
        }
    }

    [Fact]
    public void A_table_whose_places_are_not_in_the_file_costs_a_seek_and_no_frame()
    {
        string path = NumberedVideo.Write(_folder["v.mp4"], 300, "mp4v");
        using VideoFile counted = VideoFile.Open(path);
        counted.CountFrames();
        SeekTable right = counted.SeekTable!;
        SeekPoint point = right.LastUpTo(250)!.Value;
        foreach (SeekPoint wrong in new[] { point with { Fingerprint = 1 }, point with { StartTime = point.StartTime + 40 }, point with { StartTime = point.StartTime + 7 }, point with { StartTime = 1e9 } })
        {
            using VideoFile file = VideoFile.Open(path, null, new SeekTable(right.Stamp, right.Ending, [wrong]));
            byte[] pixels = new byte[NumberedVideo.Size.ByteCount];
            foreach (int frame in new[] { 270, 255, 299 })
            {
                file.Read([frame], NumberedVideo.Size, pixels);
                Assert.Equal(frame & 255, NumberedVideo.NumberOf(pixels, NumberedVideo.Size));
            }
            Assert.Equal(0, file.SeekCount);
        }
    }

    public static TheoryData<string> SharedFiles()
    {
        string? root = SharedVideos.Root;
        if (root is null)
            return [""];
        string[] Files(string folder, SearchOption depth) =>
            Directory.Exists(Path.Join(root, folder)) ? [.. Directory.EnumerateFiles(Path.Join(root, folder), "*", depth).Order(StringComparer.Ordinal)] : [];
        string[] set = Files("arid", SearchOption.AllDirectories);
        return [.. Files("edge", SearchOption.AllDirectories).Concat(Files("real", SearchOption.AllDirectories))
            .Concat(set.Where((_, i) => i % Math.Max(1, set.Length / 12) == 0))
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/')).Except(Unreadable)];
    }

    /// <summary>Reads frames in many orders with and without a table; gives how many times frames were sought.</summary>
    private static int Check(string path, FrameSize size)
    {
        byte[][] expected;
        SeekTable table;
        using (VideoFile file = VideoFile.Open(path))
            expected = Hashes(file.ReadAll(size));
        using (VideoFile file = VideoFile.Open(path))
        {
            Assert.Equal(expected.Length, file.CountFrames());
            table = file.SeekTable!;
        }

        // What the decoder patches up where a stream is damaged depends on how its threads meet: two reads of it differ.
        if (table.Ending.Kind == VideoEndingKind.Corrupt)
            return 0;

        int last = expected.Length - 1, sought = 0;
        Random random = new(5);
        int[] some = [.. Enumerable.Range(0, 20).Select(_ => random.Next(expected.Length))];
        foreach (SeekTable? used in new[] { null, table })
        {
            using VideoFile file = VideoFile.Open(path, null, used);
            // Each array is asked for at once, from wherever the one before has left the decoder.
            int[][] orders =
            [
                [last], [last / 2], [last / 2, last / 2], [0], some, [.. some.Order().Reverse()], [.. Enumerable.Range(0, expected.Length)],
                [last / 3], [last / 3 + 1 <= last ? last / 3 + 1 : last, last, last / 2, 0, last],
            ];
            foreach (int[] order in orders)
            {
                byte[] pixels = new byte[order.Length * size.ByteCount];
                file.Read(order, size, pixels);
                for (int i = 0; i < order.Length; i++)
                    Assert.True(SHA1.HashData(pixels.AsSpan(i * size.ByteCount, size.ByteCount)).AsSpan().SequenceEqual(expected[order[i]]), $"Frame {order[i]} is another one {(used is null ? "without" : "with")} a table.");
            }
            sought += file.SeekCount;
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{expected.Length} frames, {table.Ending.Kind}, {table.PointCount} places, sought {sought} times");
        return sought;
    }

    private static byte[][] Hashes(DecodedVideo video) => [.. Enumerable.Range(0, video.FrameCount).Select(i => SHA1.HashData(video.Frame(i)))];
}
