using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>The crops of a batch in one array: each lies in the top left corner of a picture that is as large as the largest.</summary>
/// <remarks>Crops that all have the clip's size are copied as they come; others wait for the last, for only then the largest is known.</remarks>
internal sealed class CroppedPictures
{
    private readonly ViewDraw[][] draws;   // [views][clips or clips * frames]
    private readonly int frames;
    private readonly RawClip[] waiting;
    private byte[]? pixels;

    public CroppedPictures(ViewDraw[][] draws, int clips, int frames, int edge, bool areResized)
    {
        this.draws = draws;
        this.frames = frames;
        waiting = new RawClip[clips];
        if (!areResized)
            pixels = Allocate(edge, edge);
    }

    /// <summary>Height of a picture.</summary>
    public int Height { get; private set; }

    /// <summary>Width of a picture.</summary>
    public int Width { get; private set; }

    /// <summary>Takes a clip whose draws are made.</summary>
    public void Add(int clip, RawClip raw)
    {
        if (pixels is null)
            waiting[clip] = raw;
        else
            Copy(clip, raw);
    }

    /// <summary>RGB [clips, views, frames, height, width, 3], when all clips are there.</summary>
    public byte[] ToPixels()
    {
        if (pixels is not null)
            return pixels;
        pixels = Allocate(draws.Max(view => view.Max(draw => CropOf(draw).Height)), draws.Max(view => view.Max(draw => CropOf(draw).Width)));
        for (int clip = 0; clip < waiting.Length; clip++)
            Copy(clip, waiting[clip]);
        return pixels;
    }

    private byte[] Allocate(int height, int width)
    {
        (Height, Width) = (height, width);
        return new byte[checked(waiting.Length * draws.Length * frames * height * width * 3)];
    }

    private void Copy(int clip, RawClip raw)
    {
        int bytes = Height * Width * 3;
        int framesTaken = raw.Pixels.Length / raw.Size.ByteCount;
        for (int view = 0; view < draws.Length; view++)
        {
            int first = view == 0 ? 0 : framesTaken - frames;   // of a pair, the views after the first show the second clip
            bool isPerFrame = draws[view].Length != waiting.Length;
            for (int frame = 0; frame < frames; frame++)
            {
                CropBox crop = CropOf(draws[view][isPerFrame ? clip * frames + frame : clip]);
                int picture = (clip * draws.Length + view) * frames + frame;
                raw.Crop(first + frame, crop.Left, crop.Top, new FrameSize(crop.Width, crop.Height), pixels.AsSpan(picture * bytes, bytes), Width);
            }
        }
    }

    private static CropBox CropOf(ViewDraw draw) => draw.Crop.GetValueOrDefault();
}
