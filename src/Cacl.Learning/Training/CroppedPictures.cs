using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>The crops of a batch: each lies in the top left corner of a picture that is as large as the largest.</summary>
/// <remarks>
/// Each view of each clip has an array of its own, for all of a large batch together pass what an array can hold. Crops that all have the
/// clip's size are copied as they come; others wait for the last, for only then the largest is known.
/// </remarks>
internal sealed class CroppedPictures
{
    private readonly ViewDraw[][] draws;   // [views][clips or clips * frames]
    private readonly int frames;
    private readonly bool areResized;
    private readonly RawClip[] waiting;
    private readonly byte[][][] pixels;    // [views][clips]

    public CroppedPictures(ViewDraw[][] draws, int clips, int frames, int edge, bool areResized)
    {
        this.draws = draws;
        this.frames = frames;
        this.areResized = areResized;
        waiting = new RawClip[clips];
        pixels = [.. draws.Select(_ => new byte[clips][])];
        (Height, Width) = (edge, edge);
    }

    /// <summary>Height of a picture.</summary>
    public int Height { get; private set; }

    /// <summary>Width of a picture.</summary>
    public int Width { get; private set; }

    /// <summary>Takes a clip whose draws are made.</summary>
    public void Add(int clip, RawClip raw)
    {
        if (areResized)
            waiting[clip] = raw;
        else
            Copy(clip, raw);
    }

    /// <summary>[views][clips], RGB [frames, height, width, 3] each, when all clips are there.</summary>
    /// <exception cref="InvalidDataException">Pictures as large as the largest are too large together, for a clip of so many frames.</exception>
    public byte[][][] ToPixels()
    {
        if (!areResized)
            return pixels;
        (Height, Width) = (draws.Max(view => view.Max(draw => CropOf(draw).Height)), draws.Max(view => view.Max(draw => CropOf(draw).Width)));
        long bytes = (long)frames * Height * Width * 3;
        if (bytes > Array.MaxLength)
            throw new InvalidDataException($"Clips of {frames} frames with crops of up to {Width} x {Height} pixels take {bytes} bytes, and {Array.MaxLength} at a time are possible; lower {nameof(ClipOptions.Frames)} or {nameof(ClipOptions.ShortSide)}.");
        for (int clip = 0; clip < waiting.Length; clip++)
            Copy(clip, waiting[clip]);
        return pixels;
    }

    private void Copy(int clip, RawClip raw)
    {
        int bytes = Height * Width * 3;
        int framesTaken = raw.Pixels.Length / raw.Size.ByteCount;
        for (int view = 0; view < draws.Length; view++)
        {
            int first = view == 0 ? 0 : framesTaken - frames;   // of a pair, the views after the first show the second clip
            bool isPerFrame = draws[view].Length != waiting.Length;
            byte[] taken = pixels[view][clip] = new byte[frames * bytes];
            for (int frame = 0; frame < frames; frame++)
            {
                CropBox crop = CropOf(draws[view][isPerFrame ? clip * frames + frame : clip]);
                raw.Crop(first + frame, crop.Left, crop.Top, new FrameSize(crop.Width, crop.Height), taken.AsSpan(frame * bytes, bytes), Width);
            }
        }
    }

    private static CropBox CropOf(ViewDraw draw) => draw.Crop.GetValueOrDefault();
}
