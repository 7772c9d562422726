using System.Text.Json.Serialization;

namespace Cacl.Clips;

/// <summary>How clips are taken from videos.</summary>
/// <remarks>Defaults are those of CACL's released code: 16 frames, every second one, 128 pixels on the short side, cropped to 112.</remarks>
public sealed record ClipOptions
{
    private const int LargestSide = 4096;

    /// <summary>Frames of a clip.</summary>
    /// <value>Default: 16.</value>
    public int Frames { get; init; } = 16;

    /// <summary>Distance of neighbouring frames of a clip in the video, in frames.</summary>
    /// <value>Default: 2.</value>
    public int Interval { get; init; } = 2;

    /// <summary>What frames are resized to before cropping: the shorter edge in pixels, the aspect ratio kept. Without effect where there is a <see cref="FixedSize"/>.</summary>
    /// <value>Default: 128.</value>
    public int ShortSide { get; init; } = 128;

    /// <summary>
    /// What frames are stretched to before cropping, whatever their aspect ratio, such as the 171 x 128 pixels of C3D; null keeps the
    /// aspect ratio and goes by <see cref="ShortSide"/>.
    /// </summary>
    /// <value>Default: null.</value>
    public FrameSize? FixedSize { get; init; }

    /// <summary>Edge of the square that is cropped, in pixels: at random for training, the centre for embedding.</summary>
    /// <value>Default: 112.</value>
    public int CropSize { get; init; } = 112;

    /// <summary>What happens to a video that is shorter than a clip.</summary>
    /// <value>Default: <see cref="ShortVideoPolicy.Reject"/>: the video is skipped and reported.</value>
    public ShortVideoPolicy ShortVideos { get; init; } = ShortVideoPolicy.Reject;

    /// <summary>
    /// The part of the frames promised by a video's container that must be readable, 0 to 1. Below it the video counts as damaged.
    /// A container's promise is often an estimate, so that 1 would refuse sound videos.
    /// </summary>
    /// <value>Default: 0.75.</value>
    public double LeastReadable { get; init; } = 0.75;

    /// <summary>The part of each video that clips are taken from.</summary>
    /// <value>Default: the whole.</value>
    public VideoSegment Segment { get; init; } = VideoSegment.Whole;

    /// <summary>How video files are read: how long decoding may make no progress, how large a frame may be, what ends it.</summary>
    /// <remarks>It decides nothing about a clip that is read; so it is neither saved with an encoder nor part of what makes two runs the same.</remarks>
    /// <value>Default: given up after 30 s without progress.</value>
    [JsonIgnore]
    public VideoReadOptions Reading { get; init; } = new();

    /// <summary>Frames of the video that a clip spans: (frames - 1) * interval + 1.</summary>
    public int Span => (Frames - 1) * Interval + 1;

    /// <summary>What frames are resized to before cropping.</summary>
    internal FrameScaling Scaling => FixedSize is { } size ? FrameScaling.ToSize(size) : FrameScaling.ToShortSide(ShortSide);

    /// <summary>The size that frames are resized to before cropping.</summary>
    /// <param name="width">Width of the video's frames, in pixels; at least 1.</param>
    /// <param name="height">Height of the video's frames, in pixels; at least 1.</param>
    public FrameSize ResizedFrom(int width, int height) => Scaling.Of(width, height);

    /// <summary>Adds a line for every setting that is out of range.</summary>
    /// <param name="option">The name that these settings go by.</param>
    /// <param name="faults">Takes the lines.</param>
    /// <param name="cropped">Whether frames are cropped; when they are not, <see cref="CropSize"/> may be anything.</param>
    public void CollectFaults(string option, ICollection<string> faults, bool cropped = true)
    {
        if (Frames is < 2 or > 1024)
            faults.Add($"{option}.{nameof(Frames)} is {Frames}; it must be from 2 to 1024.");
        if (Interval is < 1 or > 1000)
            faults.Add($"{option}.{nameof(Interval)} is {Interval}; it must be from 1 to 1000.");
        int least = cropped ? CropSize : 1;
        string leastSaid = cropped ? $"{nameof(CropSize)} ({CropSize})" : "1";
        if (cropped && CropSize is < 8 or > LargestSide)
            faults.Add($"{option}.{nameof(CropSize)} is {CropSize}; it must be from 8 to {LargestSide} pixels.");
        if (FixedSize is { } stretched && !(InRange(stretched.Width, least) && InRange(stretched.Height, least)))
            faults.Add($"{option}.{nameof(FixedSize)} is {stretched}; both sides must be from {leastSaid} to {LargestSide} pixels.");
        if (FixedSize is null && !InRange(ShortSide, least))
            faults.Add($"{option}.{nameof(ShortSide)} is {ShortSide}; it must be from {leastSaid} to {LargestSide} pixels.");
        if (!Enum.IsDefined(ShortVideos))
            faults.Add($"{option}.{nameof(ShortVideos)} is {ShortVideos}; it must be one of {string.Join(", ", Enum.GetNames<ShortVideoPolicy>())}.");
        if (!(LeastReadable >= 0 && LeastReadable <= 1))
            faults.Add($"{option}.{nameof(LeastReadable)} is {LeastReadable}; it must be from 0 to 1.");
        Segment.CollectFaults($"{option}.{nameof(Segment)}", faults);
        if (Reading is null)
            faults.Add($"{option}.{nameof(Reading)} is null.");
        else if (Reading.WhyNot() is var (name, value, rule))
            faults.Add($"{option}.{nameof(Reading)}.{name} is {value}. {rule}");
    }

    private static bool InRange(int side, int least) => side >= least && side is >= 1 and <= LargestSide;
}
