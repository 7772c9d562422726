using static Cacl.Clips.Tests.ContainerBytes;

namespace Cacl.Clips.Tests;

public sealed class ContainerProbeTests
{
    private static readonly byte[] Mp3Frame = [0xFF, 0xFB, 0x90, 0x00, .. new byte[413]];

    [Fact]
    public void An_MP4_without_its_index_says_so()
    {
        byte[] whole = Mp4([("vide", "avc1")]);
        Check(Join(Box("ftyp", Ascii("isom"), new byte[4]), Box("free"), [0, 0, 0x10, 0, .. "mdat"u8, .. new byte[500]]),
            VideoFault.NoIndex, "its index (moov box) is missing: recording or copying was cut off");
        Check(whole[..100], VideoFault.NoIndex, "its index (moov box) is cut off: recording or copying was not finished");
        Check(Join(Box("styp", Ascii("msdh")), Box("moof", new byte[40]), Box("mdat", new byte[90])),
            VideoFault.NoIndex, "it is a piece of a stream: the beginning with its index (moov box) is in another file");
    }

    [Fact]
    public void An_MP4_behind_a_box_of_64_bits_or_without_end_is_walked()
    {
        byte[] index = Mp4([("vide", "xyz1")]).AsSpan(24).ToArray();
        Check(Join(BigEndian(1), Ascii("mdat"), BigEndian(0), BigEndian(116), new byte[100], index),
            VideoFault.UnknownCodec, "its video is coded as 'xyz1', which the decoder does not know or whose data are damaged");
        Check(Join(Box("ftyp", Ascii("isom")), BigEndian(0), Ascii("mdat"), index),
            VideoFault.NoIndex, "its index (moov box) is missing: recording or copying was cut off");
    }

    [Fact]
    public void An_MP4_names_what_it_holds_in_place_of_video()
    {
        Check(Mp4([("soun", "mp4a")]), VideoFault.NoVideoStream, "it is an MP4 or MOV file without video: it holds sound (mp4a)");
        Check(Mp4([("soun", "mp4a"), ("soun", "ac-3"), ("sbtl", "tx3g")]), VideoFault.NoVideoStream, "it is an MP4 or MOV file without video: it holds sound (mp4a, ac-3) and subtitles");
        Check(Mp4([]), VideoFault.NoVideoStream, "it is an MP4 or MOV file without any stream");
        Check(Mp4([("soun", "mp4a")], Cover()), VideoFault.CoverPicture, "it is an MP4 or MOV file with sound (mp4a) and a cover picture, and no video");
    }

    [Fact]
    public void A_video_with_a_cover_of_its_own_stays_a_video()
    {
        Check(Mp4([("vide", "avc1"), ("soun", "mp4a")], Cover()), VideoFault.NoFrames, "its video is coded as 'avc1', and no frame of it can be decoded: its data are damaged or missing");
    }

    [Theory]
    [InlineData("zzzz", "its video is coded as 'zzzz', which the decoder does not know or whose data are damaged")]
    [InlineData("a\u0001b\u00FF", "its video is coded as '0x610162FF', which the decoder does not know or whose data are damaged")]
    [InlineData("encv", "its video is encrypted")]
    public void An_unknown_codec_is_named(string codec, string cause) => Check(Mp4([("vide", codec)]), VideoFault.UnknownCodec, cause);

    [Fact]
    public void An_MP4_that_ends_within_its_frames_says_so()
    {
        byte[] whole = Mp4([("vide", "avc1")]);
        Check(whole[..^250], VideoFault.NoFrames, "its video is coded as 'avc1', and no frame of it can be decoded: its data are damaged or missing; the file is cut off");
    }

    [Fact]
    public void An_AVI_names_its_streams()
    {
        byte[] frames = List("movi", new byte[50]);
        Check(Avi([("auds", "55")], frames), VideoFault.NoVideoStream, "it is an AVI file without video: it holds sound (format 55h)");
        Check(Avi([("auds", "1"), ("vids", "QQQQ")], frames), VideoFault.UnknownCodec, "its video is coded as 'QQQQ', which the decoder does not know or whose data are damaged");
        Check(Avi([("vids", "XVID")], frames)[..^20], VideoFault.NoFrames, "its video is coded as 'XVID', and no frame of it can be decoded: its data are damaged or missing; the file is cut off");
        Check(Avi([("vids", "XVID")]), VideoFault.NoFrames, "it is the header of an AVI file without the frames: recording or copying was cut off");
    }

    [Fact]
    public void A_Matroska_file_names_its_tracks()
    {
        Check(Matroska(Tracks((2, "A_OPUS"), (17, "S_TEXT/UTF8")), Cluster()), VideoFault.NoVideoStream, "it is a Matroska file without video: it holds sound (A_OPUS) and subtitles");
        Check(Matroska(Tracks((1, "V_STRANGE")), Cluster()), VideoFault.UnknownCodec, "its video is coded as 'V_STRANGE', which the decoder does not know or whose data are damaged");
        Check(Matroska(Tracks((2, "A_FLAC")), Attachment("image/png"), Cluster()), VideoFault.CoverPicture, "it is a Matroska file with sound (A_FLAC) and a cover picture, and no video");
        Check(Matroska(Tracks((2, "A_FLAC")), Attachment("font/ttf"), Cluster()), VideoFault.NoVideoStream, "it is a Matroska file without video: it holds sound (A_FLAC)");
        Check(Matroska(Tracks((1, "V_VP9"))), VideoFault.NoFrames, "it is the header of a Matroska file without the frames: recording or copying was cut off");
        Check(Matroska(), VideoFault.NoIndex, "it is a Matroska file that ends before its list of tracks: recording or copying was cut off");
    }

    [Fact]
    public void An_Ogg_file_names_its_streams()
    {
        Check(Join(OggPage([1, .. "vorbis"u8]), OggPage([3], 0)), VideoFault.NoVideoStream, "it is an Ogg file without video: it holds sound (vorbis)");
        Check(Join(OggPage([.. "OpusHead"u8]), OggPage([.. "OpusTags METADATA_BLOCK_PICTURE="u8], 0)), VideoFault.CoverPicture, "it is an Ogg file with sound (opus) and a cover picture, and no video");
        Check(Join(OggPage([1, .. "vorbis"u8]), OggPage([0x80, .. "theora"u8])), VideoFault.NoFrames, "its video is coded as 'theora', and no frame of it can be decoded: its data are damaged or missing");
    }

    [Fact]
    public void Sound_is_called_sound()
    {
        byte[] mp3 = Join(Mp3Frame, Mp3Frame, Mp3Frame, Mp3Frame);
        byte[] aac = [.. Enumerable.Repeat<byte[]>([0xFF, 0xF1, 0x50, 0x80, 0x04, 0x1F, 0xFC, .. new byte[25]], 4).SelectMany(frame => frame)];
        Check(mp3, VideoFault.NoVideoStream, "it is an MP3 sound file");
        Check(aac, VideoFault.NoVideoStream, "it is an AAC sound file");
        Check(Chunk("RIFF", Ascii("WAVE"), Chunk("fmt ", new byte[16])), VideoFault.NoVideoStream, "it is a WAV sound file");
        Check(Join(Ascii("fLaC"), [0x80, 0, 0, 34], new byte[34]), VideoFault.NoVideoStream, "it is a FLAC sound file");
        Check(Join(Ascii("fLaC"), [0, 0, 0, 34], new byte[34], [0x86, 0, 0, 9], new byte[9]), VideoFault.CoverPicture, "it is a FLAC sound file with a cover picture, and no video");
        Check(Join(Id3("TIT2"), mp3), VideoFault.NoVideoStream, "it is an MP3 sound file");
        Check(Join(Id3("APIC"), mp3), VideoFault.CoverPicture, "it is an MP3 sound file with a cover picture, and no video");
        Check(Id3("TIT2"), VideoFault.NoVideoStream, "it is a sound file (ID3)");
        Check(Join(Ascii("FLV\u0001"), [4, 0, 0, 0, 9], new byte[20]), VideoFault.NoVideoStream, "it is an FLV file without video: it holds sound");
        Check(Join([0, 0, 1, 0xBA, 0x44], new byte[9], [0, 0, 1, 0xC0, 0, 10], new byte[10]), VideoFault.NoVideoStream, "it is an MPEG program stream without video: it holds sound");
    }

    [Fact]
    public void Texts_are_quoted()
    {
        Check(Ascii("\r\n<!DOCTYPE html>\n<title>404"), VideoFault.NotAVideo, "it is a web page, as a server sends in place of a file: it begins with '<!DOCTYPE html>'");
        Check(Ascii("{\"error\": \"quota exceeded, please try again tomorrow\"}"), VideoFault.NotAVideo, "it is a JSON text: it begins with '{\"error\": \"quota exceeded, please try ag...'");
        Check(Ascii("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"), VideoFault.NotAVideo, "it is a Git LFS pointer: the file itself was not fetched");
        Check("Dies ist \u00FCberhaupt kein Film"u8.ToArray(), VideoFault.NotAVideo, "it is a text: it begins with 'Dies ist \u00FCberhaupt kein Film'");
        Check(Ascii(" \n"), VideoFault.NotAVideo, "it holds nothing but blank lines");
    }

    [Theory]
    [InlineData(4095)]
    [InlineData(4094)]
    public void A_long_text_may_have_a_letter_across_the_last_byte_that_is_read(int before)
    {
        byte[] text = [.. Enumerable.Repeat((byte)'a', before), .. "\u20AC and more"u8];
        Assert.Equal(VideoFault.NotAVideo, Probe(text)?.Fault);
    }

    [Theory]
    [InlineData("FFD8FFE000104A46", "it is a JPEG picture")]
    [InlineData("89504E470D0A1A0A", "it is a PNG picture")]
    [InlineData("504B030414000000", "it is a zip archive")]
    [InlineData("1F8B080000000000", "it is a file packed by gzip")]
    [InlineData("0000001C66747970617669660000", "it is an AVIF picture")]
    [InlineData("0000000000000000000000", "its first bytes are all zero: the copy or download was not finished")]
    public void Other_files_are_named(string bytes, string cause) => Check(Convert.FromHexString(bytes), VideoFault.NotAVideo, cause);

    [Fact]
    public void Nothing_is_said_of_what_is_not_known()
    {
        Assert.Null(Probe([]));
        Assert.Null(Probe([0x80]));
        Assert.Null(Probe([.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 37 + 129))]));
        Assert.Null(ContainerProbe.WhyNot("there is no such file"));
    }

    [Theory]
    [InlineData("kin_truncated_moov.mp4", VideoFault.NoIndex, "its index (moov box) is missing: recording or copying was cut off")]
    [InlineData("ucf_truncated.avi", VideoFault.NoFrames, "its video is coded as 'XVID', and no frame of it can be decoded: its data are damaged or missing; the file is cut off")]
    [InlineData("garbage.avi", null, null)]
    [InlineData("zero.mp4", null, null)]
    public void Real_broken_files_are_seen_through(string name, VideoFault? fault, string? cause)
    {
        (VideoFault Fault, string Cause)? found = ContainerProbe.WhyNot(SharedVideos.Find("edge", "derived", name));
        Assert.Equal((fault, cause), (found?.Fault, found?.Cause));
    }

    [Fact]
    public void No_real_video_is_taken_for_sound_with_a_cover()
    {
        string[] paths = [.. Directory.EnumerateFiles(SharedVideos.Find("edge")), .. Directory.EnumerateFiles(SharedVideos.Find("real"))];
        foreach (string path in paths)
            Assert.True(ContainerProbe.WhyNot(path)?.Fault is null or VideoFault.NoFrames or VideoFault.UnknownCodec || path.EndsWith(".gif", StringComparison.Ordinal), path);
    }

    [Theory]
    [InlineData("v.avi", "MJPG")]
    [InlineData("v.avi", "XVID")]
    [InlineData("v.mp4", "mp4v")]
    public void A_video_of_our_own_that_is_cut_off_anywhere_is_called_a_video_still(string name, string codec)
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(NumberedVideo.Write(folder[name], 12, codec));
        for (int length = 100; length < whole.Length; length += whole.Length / 10)
        {
            VideoFault? fault = Probe(whole[..length])?.Fault;
            Assert.True(fault is VideoFault.NoFrames or VideoFault.NoIndex, $"{fault} after {length} bytes");
        }
    }

    private static byte[] Id3(string frame) => Join(Ascii("ID3"), [3, 0, 0, 0, 0, 0, 30], Ascii(frame), BigEndian(20), new byte[2], new byte[20]);

    private static (VideoFault Fault, string Cause)? Probe(byte[] bytes) => ContainerProbe.WhyNot(new MemoryStream(bytes));

    private static void Check(byte[] bytes, VideoFault fault, string cause)
    {
        (VideoFault Fault, string Cause)? found = Probe(bytes);
        Assert.Equal((fault, cause), (found?.Fault, found?.Cause));
    }
}
