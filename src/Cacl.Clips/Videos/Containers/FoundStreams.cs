using System.Buffers.Binary;

namespace Cacl.Clips;

/// <summary>What a container says it holds, and what follows when no video came of it.</summary>
/// <param name="container">The container's name with its article, as in "an MP4 file".</param>
internal sealed class FoundStreams(string container)
{
    /// <summary>Codecs that every build of the decoder has: with these it must be the data.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "avc1", "avc3", "hev1", "hvc1", "mp4v", "mjpg", "jpeg", "xvid", "divx", "dx50", "fmp4", "h264", "x264", "vp80", "vp90", "vp08", "vp09", "theora",
        "mpg1", "mpg2", "V_VP8", "V_VP9", "V_MPEG1", "V_MPEG2", "V_MPEG4/ISO/ASP", "V_MPEG4/ISO/AVC", "V_MPEGH/ISO/HEVC", "V_THEORA", "V_MJPEG",
    };

    private const int MostNamed = 8;

    private readonly List<string> _video = [], _sound = [], _others = [];

    /// <summary>Whether a picture lies in the file beside its streams.</summary>
    public bool HasPicture { get; set; }

    /// <summary>Whether the file ends before a part of it does, by the part's own account.</summary>
    public bool IsCutOff { get; set; }

    public bool HasVideo => _video.Count > 0;

    public bool IsEmpty => _video.Count + _sound.Count + _others.Count == 0;

    public void AddVideo(string codec) => Add(_video, codec);

    public void AddSound(string codec) => Add(_sound, codec);

    /// <summary>Adds a stream that is neither, by what it is.</summary>
    public void AddOther(string kind) => Add(_others, kind);

    /// <summary>The fault of a file with these streams from which no frame could be had.</summary>
    public (VideoFault Fault, string Cause) WhyNot()
    {
        string cut = IsCutOff ? "; the file is cut off" : "";
        if (HasVideo)
            return WhyNotVideo(_video[0], cut);
        if (HasPicture && _sound.Count > 0)
            return (VideoFault.CoverPicture, $"it is {container} with sound{Named(_sound)} and a cover picture, and no video");
        string[] rest = [.. _sound.Count > 0 ? [$"sound{Named(_sound)}"] : Array.Empty<string>(), .. _others];
        return rest.Length > 0
            ? (VideoFault.NoVideoStream, $"it is {container} without video: it holds {string.Join(" and ", rest)}{cut}")
            : (VideoFault.NoVideoStream, $"it is {container} without any stream{cut}");
    }

    /// <summary>A file's own name for a codec, made fit for a message.</summary>
    public static string Printable(ReadOnlySpan<byte> name)
    {
        name = name.TrimEnd((byte)0);
        name = name[..Math.Min(name.Length, 32)];
        foreach (byte letter in name)
        {
            if (letter is < 0x20 or > 0x7E)
                return "0x" + Convert.ToHexString(name);
        }
        return name.IsEmpty ? "nothing" : System.Text.Encoding.ASCII.GetString(name);
    }

    /// <summary>A code of four letters as it stands in a file.</summary>
    public static string FourLetters(uint code)
    {
        Span<byte> letters = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(letters, code);
        return Printable(letters);
    }

    private static (VideoFault Fault, string Cause) WhyNotVideo(string codec, string cut)
    {
        if (codec == "encv")
            return (VideoFault.UnknownCodec, "its video is encrypted");
        return Common.Contains(codec)
            ? (VideoFault.NoFrames, $"its video is coded as '{codec}', and no frame of it can be decoded: its data are damaged or missing{cut}")
            : (VideoFault.UnknownCodec, $"its video is coded as '{codec}', which the decoder does not know or whose data are damaged{cut}");
    }

    private static string Named(List<string> codecs) => $" ({string.Join(", ", codecs)})";

    private static void Add(List<string> streams, string name)
    {
        if (streams.Count < MostNamed && !streams.Contains(name))
            streams.Add(name);
    }
}
