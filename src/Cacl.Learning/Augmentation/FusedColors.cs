using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The colour changes and the mirroring of a clip on the CPU, all in one go over each frame; from bytes where nothing is resampled.</summary>
/// <remarks>
/// What <see cref="Colors"/> does in some 25 operations that each read and write the whole clip, in the same order. A frame is
/// gone over once more for a change of contrast, which needs the mean of what the changes before it made.
/// </remarks>
internal static class FusedColors
{
    // With its three channels a quarter of a usual nearest cache.
    private const int PixelsOfTile = 1024;

    /// <summary>Changes a clip's colours in place, then mirrors it.</summary>
    /// <param name="clip">Float [1, 3, frames, height, width], contiguous, on the CPU.</param>
    /// <param name="draw">What to do; the crop, blur and solarisation are not done here.</param>
    public static void Apply(Tensor clip, ViewDraw draw) => ApplyFrom(null, clip, draw);

    /// <summary>Makes a clip out of bytes, changes its colours, and mirrors it.</summary>
    /// <param name="pixels">Byte [1, frames, at least height, at least width, 3], on the CPU; what is taken lies in the top left corner.</param>
    /// <param name="clip">Receives it: float [1, 3, frames, height, width], contiguous, on the CPU.</param>
    /// <param name="draw">What to do; the crop, blur and solarisation are not done here.</param>
    public static void Apply(Tensor pixels, Tensor clip, ViewDraw draw)
    {
        using Tensor whole = pixels.contiguous();
        ApplyFrom(whole, clip, draw);
    }

    private static void ApplyFrom(Tensor? pixels, Tensor clip, ViewDraw draw)
    {
        long[] shape = clip.shape;
        int frames = (int)shape[2], height = (int)shape[3], width = (int)shape[4];
        int pictureHeight = pixels is null ? 0 : (int)pixels.shape[2], stride = pixels is null ? 0 : (int)pixels.shape[3] * 3;
        if (frames > 1 && get_num_threads() > 1)
        {
            Parallel.For(0, frames, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, NewTile, (frame, _, tile) => Vary(frame, tile), _ => { });
            return;
        }

        PixelTile only = NewTile();
        for (int frame = 0; frame < frames; frame++)
            Vary(frame, only);

        PixelTile NewTile() => new(width, Math.Max(1, PixelsOfTile / width));

        PixelTile Vary(int frame, PixelTile tile)
        {
            Span<float> planes = MemoryMarshal.Cast<byte, float>(clip.bytes);
            int area = height * width;
            new FrameColors(
                pixels is null ? [] : pixels.bytes[(frame * pictureHeight * stride)..], stride,
                planes.Slice(frame * area, area), planes.Slice((frames + frame) * area, area), planes.Slice((2 * frames + frame) * area, area),
                width, tile).Vary(draw);
            return tile;
        }
    }

    /// <summary>One frame: bytes, or none where the planes hold it already; and its planes.</summary>
    private readonly ref struct FrameColors(
        ReadOnlySpan<byte> rgb, int stride, Span<float> red, Span<float> green, Span<float> blue, int width, PixelTile tile)
    {
        private readonly ReadOnlySpan<byte> rgb = rgb;
        private readonly Span<float> red = red, green = green, blue = blue;

        public void Vary(ViewDraw draw)
        {
            (ColorAdjustment Kind, double Amount)[] all = draw.Adjustments;
            int end = NextContrast(all, 0);
            double luma = Pass(all.AsSpan(0, end), 0, isFirst: true, isLast: end == all.Length, draw);
            while (end < all.Length)
            {
                int start = end;
                end = NextContrast(all, start + 1);
                luma = Pass(all.AsSpan(start, end - start), (float)(luma / red.Length), isFirst: false, isLast: end == all.Length, draw);
            }
        }

        /// <summary>Goes over the frame once; returns the sum of its luma where another pass follows.</summary>
        private double Pass(ReadOnlySpan<(ColorAdjustment Kind, double Amount)> adjustments, float meanLuma, bool isFirst, bool isLast, ViewDraw draw)
        {
            double luma = 0;
            int height = red.Length / width, rowsOfTile = Math.Max(1, PixelsOfTile / width);
            for (int row = 0; row < height; row += rowsOfTile)
            {
                int rows = Math.Min(rowsOfTile, height - row), at = row * width, count = rows * width;
                if (isFirst && !rgb.IsEmpty)
                    tile.Take(rgb[(row * stride)..], stride, rows);
                else
                    tile.Take(red.Slice(at, count), green.Slice(at, count), blue.Slice(at, count));
                if (isFirst && draw.Flip)
                    tile.Flip();
                foreach ((ColorAdjustment kind, double amount) in adjustments)
                    tile.Adjust(kind, (float)amount, meanLuma);
                if (!isLast)
                    luma += tile.SumLuma();
                else if (draw.Grayscale)
                    tile.Grayscale();
                tile.CopyTo(red[at..], green[at..], blue[at..]);
            }

            return luma;
        }

        private static int NextContrast((ColorAdjustment Kind, double Amount)[] adjustments, int from)
        {
            int found = Array.FindIndex(adjustments, from, adjustment => adjustment.Kind == ColorAdjustment.Contrast);
            return found < 0 ? adjustments.Length : found;
        }
    }
}
