using OpenCvSharp;

namespace Cacl.Clips.Tests;

/// <summary>What is made of a decoder's answers, by decoders that answer as real ones do in files that are hard to come by.</summary>
public sealed class FrameReaderTests : IDisposable
{
    private static readonly FrameSize Size = new(8, 8);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => _folder["v.avi"];

    private VideoFile Open(ScriptedDecoder decoder, SeekTable? table = null)
    {
        if (!File.Exists(Path))
            File.WriteAllText(Path, "There is a file; the decoder is the test's own.");
        return VideoFile.OpenWith(Path, null, table, (_, _) => decoder);
    }

    private static int[] Read(VideoFile file, params int[] frames)
    {
        byte[] pixels = new byte[frames.Length * Size.ByteCount];
        file.Read(frames, Size, pixels);
        // Red holds the frame by 251, blue the rest.
        return [.. frames.Select((_, i) => pixels[i * Size.ByteCount] * 251 + pixels[i * Size.ByteCount + 2])];
    }

    [Theory]
    [InlineData(0, VideoEndingKind.Complete, null)]
    [InlineData(10, VideoEndingKind.Complete, null)]
    [InlineData(8, VideoEndingKind.Complete, null)]
    [InlineData(12, VideoEndingKind.EndedEarly, "ended after 10 of the 12 frames that the container promises")]
    [InlineData(9, VideoEndingKind.StoppedAtCount, "ended after 10 frames, one more than the container counts, where the decoder stops; the file may hold more")]
    public void An_end_is_told_by_what_the_container_promises(int promised, VideoEndingKind kind, string? shortfall)
    {
        using VideoFile file = Open(new ScriptedDecoder { Frames = 10, Promised = promised });
        Assert.Null(file.Ending);
        Assert.Equal(shortfall, file.ReadAll(Size).EndedEarly);
        Assert.Equal(new VideoEnding(kind, 10, promised), file.Ending);
    }

    [Fact]
    public void A_decoder_that_forgets_the_last_time_met_the_end_of_the_file_and_not_the_count()
    {
        bool ended = false;
        using VideoFile file = Open(new ScriptedDecoder { Frames = 10, Promised = 9, Before = frame => ended = frame == 10, TimeOf = frame => ended ? 0 : frame * 40 });
        Assert.Equal(10, file.CountFrames());
        Assert.Equal(VideoEndingKind.Complete, file.Ending!.Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    public void A_decoder_that_goes_on_after_refusing_met_damage(int refusals)
    {
        using VideoFile file = Open(new ScriptedDecoder { Frames = 50, Promised = 51, Refuses = grab => grab >= 20 && grab < 20 + refusals });
        Assert.Equal(20, file.ReadAll(Size).FrameCount);
        Assert.Equal(new VideoEnding(VideoEndingKind.Corrupt, 20, 51), file.Ending);
        VideoException exception = Assert.Throws<VideoException>(() => Read(file, 20));
        Assert.Equal((VideoFault.Corrupt, 20), (exception.Fault, exception.Frame));
        Assert.Equal("decoding ended at damage after 20 frames of the 51 that the container promises; the decoder gives more behind it, whose numbers are not certain", exception.Cause);
        Assert.Equal([19, 3], Read(file, 19, 3));
    }

    [Fact]
    public void Frames_are_numbered_from_the_first_that_can_be_decoded()
    {
        using VideoFile file = Open(new ScriptedDecoder { Frames = 50, Refuses = grab => grab < 5 });
        Assert.Equal([0, 30, 2], Read(file, 0, 30, 2));
        Assert.Equal(50, file.CountFrames());
    }

    [Fact]
    public void A_decoder_that_never_gives_a_frame_gives_none()
    {
        ScriptedDecoder decoder = new() { Refuses = _ => true };
        Assert.Equal((VideoFault.NotAVideo, true), (Assert.Throws<VideoException>(() => Open(decoder)).Fault, decoder.IsDisposed));
    }

    [Theory]
    [InlineData("larger", "it is 16x8, and those before it are 8x8")]
    [InlineData("grey", "the decoder gives something other than three colours of 8 bits for it")]
    [InlineData("deep", "the decoder gives something other than three colours of 8 bits for it")]
    [InlineData("none", "the decoder gives no picture for it")]
    [InlineData("failure", "the decoder failed")]
    public void A_picture_of_another_kind_is_a_fault_of_its_frame(string kind, string cause)
    {
        using VideoFile file = Open(new ScriptedDecoder
        {
            PictureOf = frame => frame != 7 ? ScriptedDecoder.Shade(frame) : kind switch
            {
                "larger" => new Mat(8, 16, MatType.CV_8UC3, Scalar.All(1)),
                "grey" => new Mat(8, 8, MatType.CV_8UC1, Scalar.All(1)),
                "deep" => new Mat(8, 8, MatType.CV_16UC3, Scalar.All(1)),
                "none" => new Mat(),
                _ => throw new DecoderException(VideoFault.Corrupt, "the decoder failed"),
            },
        });
        foreach (Action read in new Action[] { () => Read(file, 3, 7), () => file.ReadAll(Size) })
        {
            VideoException exception = Assert.Throws<VideoException>(read);
            Assert.Equal((VideoFault.Corrupt, 7, cause), (exception.Fault, exception.Frame, exception.Cause));
        }
        Assert.Equal([6, 8], Read(file, 6, 8));
    }

    [Fact]
    public void A_far_frame_is_sought_with_a_table_and_only_with_one()
    {
        ScriptedDecoder counted = new(), plain = new(), seeking = new();
        SeekTable table = Table(counted);
        Assert.Equal(0, counted.Sought);
        Assert.Equal(new VideoEnding(VideoEndingKind.Complete, 300, 0), table.Ending);

        using (VideoFile file = Open(plain))
            Assert.Equal([290, 150], [.. Read(file, 290), .. Read(file, 150)]);
        Assert.Equal((0, 2, 291 + 151), (plain.Sought, plain.Opened, plain.Grabbed));

        using (VideoFile file = Open(seeking, table))
        {
            Assert.Equal(300, file.CountFrames());
            Assert.Equal([290], Read(file, 290));
            Assert.Equal(1, file.SeekCount);
            Assert.Equal([299, 40, 291], Read(file, 299, 40, 291));
            Assert.Throws<VideoException>(() => Read(file, 300));
        }
        Assert.InRange(seeking.Grabbed, 2, 250);
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(-9, 0)]
    [InlineData(20, 1)]
    [InlineData(100, 1)]
    [InlineData(1000, 1)]
    [InlineData(-1000, 1)]
    public void A_seek_that_leads_elsewhere_is_found_out_or_made_good(int off, int slip)
    {
        SeekTable table = Table(new ScriptedDecoder());
        for (int by = -slip * 3; by <= slip * 3; by++)
        {
            ScriptedDecoder decoder = new() { Lands = frame => Math.Clamp(frame + off, 0, 300), Slip = by };
            using VideoFile file = Open(decoder, table);
            Assert.Equal([290, 140, 299, 200], Read(file, 290, 140, 299, 200));
            Assert.Equal([200], Read(file, 200));
            Assert.True(decoder.Sought > 0);
        }
    }

    [Fact]
    public void Times_that_slip_against_pictures_are_found_out_where_the_scene_hardly_changes()
    {
        // Two pictures in turn, and another once in a while.
        Mat Blinking(int frame) => ScriptedDecoder.Shade(frame % 40 is > 20 and < 30 ? frame : frame % 2);
        SeekTable table = Table(new ScriptedDecoder { PictureOf = Blinking });
        Assert.True(table.PointCount > 0);
        byte[] expected = new byte[Size.ByteCount], found = new byte[Size.ByteCount];
        using (VideoFile file = Open(new ScriptedDecoder { PictureOf = Blinking }))
            file.Read([226], Size, expected);
        foreach (int slip in new[] { -3, -2, -1, 1, 2, 3 })
        {
            using VideoFile file = Open(new ScriptedDecoder { PictureOf = Blinking, Slip = slip }, table);
            file.Read([226], Size, found);
            Assert.Equal((0, true), (file.SeekCount, expected.AsSpan().SequenceEqual(found)));
        }
    }

    [Fact]
    public void Times_in_disorder_and_scenes_that_stand_still_give_no_places()
    {
        Assert.True(Table(new ScriptedDecoder()).PointCount > 3);
        Assert.True(Table(new ScriptedDecoder { TimeOf = frame => frame >= 297 ? 0 : 40 * frame }).PointCount > 3);
        Assert.Equal(0, Table(new ScriptedDecoder { TimeOf = frame => frame == 200 ? 0 : 40 * frame }).PointCount);
        Assert.Equal(0, Table(new ScriptedDecoder { TimeOf = frame => frame == 200 ? 199 * 40 : 40 * frame }).PointCount);
        Assert.Equal(0, Table(new ScriptedDecoder { TimeOf = frame => 0 }).PointCount);
        Assert.Equal(0, Table(new ScriptedDecoder { PictureOf = _ => ScriptedDecoder.Shade(5) }).PointCount);
        Assert.Equal(0, Table(new ScriptedDecoder { Frames = 90 }).PointCount);
        Assert.Equal(0, Table(new ScriptedDecoder { Refuses = grab => grab == 250 }).PointCount);
    }

    [Fact]
    public void A_long_video_has_a_table_of_bounded_size_over_its_whole_length()
    {
        SeekTable table = Table(new ScriptedDecoder { Frames = 30_000 });
        Assert.InRange(table.PointCount, 100, 256);
        Assert.InRange(table.ToBytes().Length, 1000, 256 * 20 + 64);
        ScriptedDecoder decoder = new() { Frames = 30_000 };
        using VideoFile file = Open(decoder, table);
        Assert.Equal([29_900], Read(file, 29_900));
        Assert.InRange(decoder.Grabbed, 1, 1000);
    }

    [Fact]
    public void A_table_of_another_file_or_of_what_the_file_was_is_not_used()
    {
        SeekTable table = Table(new ScriptedDecoder());
        using (VideoFile file = Open(new ScriptedDecoder(), table))
            Assert.Same(table, file.SeekTable);
        using (VideoFile file = Open(new ScriptedDecoder { Promised = 100 }, table))
            Assert.Null(file.SeekTable);

        DateTime time = File.GetLastWriteTimeUtc(Path);
        File.AppendAllText(Path, "More.");
        File.SetLastWriteTimeUtc(Path, time);
        using (VideoFile file = Open(new ScriptedDecoder { Frames = 200 }, table))
        {
            Assert.Null(file.SeekTable);
            Assert.Equal(200, file.CountFrames());
        }
    }

    [Fact]
    public void An_end_where_there_was_none_before_is_believed_only_without_a_seek()
    {
        SeekTable table = Table(new ScriptedDecoder());
        bool sought = false;
        int next = -1;
        ScriptedDecoder decoder = new()
        {
            Lands = frame =>
            {
                sought = true;
                return frame;
            },
            Before = frame =>
            {
                sought &= frame != -1;
                next = frame;
            },
            // Behind the place that was made sure of.
            Refuses = _ => sought && next == 290,
        };
        using VideoFile file = Open(decoder, table);
        Assert.Equal([290], Read(file, 290));
        Assert.Equal((1, 2), (decoder.Sought, decoder.Opened));
    }

    private SeekTable Table(ScriptedDecoder decoder)
    {
        using VideoFile file = Open(decoder);
        file.CountFrames();
        SeekTable table = file.SeekTable!;
        Assert.Equal(table, SeekTable.FromBytes(table.ToBytes()));
        return table;
    }
}
