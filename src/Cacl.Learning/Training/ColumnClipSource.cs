using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Ready clips that are held in memory.</summary>
internal sealed class ColumnClipSource : ClipSource
{
    private readonly IReadOnlyList<byte[]> clips;
    private readonly FrameSize size;
    private readonly int[] places;   // of the frames of a clip

    /// <summary>Takes clips of one shape.</summary>
    /// <param name="clips">RGB bytes [frames, height, width, 3] each.</param>
    /// <param name="size">Of each frame.</param>
    /// <param name="options">Frames and crop, which must fit the clips.</param>
    /// <exception cref="InvalidDataException">There are no clips, or they do not fit the options.</exception>
    public ColumnClipSource(IReadOnlyList<byte[]> clips, FrameSize size, ClipOptions options)
    {
        if (clips.Count == 0)
            throw new InvalidDataException("There are no clips to learn from.");
        if (size.Width < options.CropSize || size.Height < options.CropSize)
            throw new InvalidDataException($"Clips are {size.Width} x {size.Height} pixels; they must be at least {options.CropSize} ({nameof(ClipOptions.CropSize)}) either way.");
        long expected = (long)options.Frames * size.Height * size.Width * 3;
        if (clips.FirstOrDefault(clip => clip.Length != expected) is { } odd)
            throw new InvalidDataException($"A clip has {odd.Length} bytes; {options.Frames} frames of {size.Width} x {size.Height} RGB pixels have {expected}.");
        this.clips = clips;
        this.size = size;
        places = [.. Enumerable.Range(0, options.Frames)];
    }

    public override int Count => clips.Count;

    public override IReadOnlyList<SkippedVideo> Skipped => [];

    public override VideoIdentity IdentityOf(int video) => new($"clip {video}", VideoIdentity.HashOf(clips[video]));

    public override TakenClip Take(int video, ref SampleRandom random) => new(new RawClip(clips[video], size), places);
}
