namespace Cacl.Clips;

/// <summary>How clips are taken from videos.</summary>
/// <remarks>Defaults are those of CACL's released code: 16 frames, every second one, 128 pixels on the short side, cropped to 112.</remarks>
public sealed record ClipOptions
{
    /// <summary>Frames of a clip.</summary>
    /// <value>Default: 16.</value>
    public int Frames { get; init; } = 16;

    /// <summary>Distance of neighbouring frames of a clip in the video, in frames.</summary>
    /// <value>Default: 2.</value>
    public int Interval { get; init; } = 2;

    /// <summary>What frames are resized to before cropping: the shorter edge in pixels, the aspect ratio kept.</summary>
    /// <value>Default: 128.</value>
    public int ShortSide { get; init; } = 128;

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

    /// <summary>Frames of the video that a clip spans: (frames - 1) * interval + 1.</summary>
    public int Span => (Frames - 1) * Interval + 1;

    /// <summary>Adds a line for every setting that is out of range.</summary>
    /// <param name="option">The name that these settings go by.</param>
    /// <param name="faults">Takes the lines.</param>
    public void CollectFaults(string option, ICollection<string> faults)
    {
        if (Frames is < 2 or > 1024)
            faults.Add($"{option}.{nameof(Frames)} is {Frames}; it must be from 2 to 1024.");
        if (Interval is < 1 or > 1000)
            faults.Add($"{option}.{nameof(Interval)} is {Interval}; it must be from 1 to 1000.");
        if (CropSize is < 8 or > 4096)
            faults.Add($"{option}.{nameof(CropSize)} is {CropSize}; it must be from 8 to 4096 pixels.");
        if (ShortSide < CropSize || ShortSide > 4096)
            faults.Add($"{option}.{nameof(ShortSide)} is {ShortSide}; it must be from {nameof(CropSize)} ({CropSize}) to 4096 pixels.");
        if (!Enum.IsDefined(ShortVideos))
            faults.Add($"{option}.{nameof(ShortVideos)} is {ShortVideos}; it must be one of {string.Join(", ", Enum.GetNames<ShortVideoPolicy>())}.");
        if (!(LeastReadable >= 0 && LeastReadable <= 1))
            faults.Add($"{option}.{nameof(LeastReadable)} is {LeastReadable}; it must be from 0 to 1.");
        Segment.CollectFaults($"{option}.{nameof(Segment)}", faults);
    }
}
