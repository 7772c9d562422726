namespace Cacl.Onnx;

/// <summary>Turns decoded clips into the planes of floats that most networks take.</summary>
internal static class ClipPlanes
{
    private const int Channels = 3;

    // A table, because a byte has 256 values only: the division is done once for each.
    private static readonly float[] Scaled = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    /// <summary>Scales bytes to 0..1 and moves the channels in front of the frames.</summary>
    /// <param name="clips">[count, frames, pixels, 3].</param>
    /// <param name="planes">[count, 3, frames, pixels].</param>
    /// <param name="count">How many clips.</param>
    /// <param name="clipPixels">Pixels of a clip: frames x height x width.</param>
    public static void Fill(ReadOnlySpan<byte> clips, Span<float> planes, int count, int clipPixels)
    {
        float[] scaled = Scaled;
        for (int clip = 0; clip < count; clip++)
        {
            ReadOnlySpan<byte> source = clips.Slice(clip * clipPixels * Channels, clipPixels * Channels);
            Span<float> target = planes.Slice(clip * clipPixels * Channels, clipPixels * Channels);
            Span<float> red = target[..clipPixels], green = target.Slice(clipPixels, clipPixels), blue = target[(2 * clipPixels)..];
            for (int pixel = 0, at = 0; pixel < clipPixels; pixel++, at += Channels)
            {
                red[pixel] = scaled[source[at]];
                green[pixel] = scaled[source[at + 1]];
                blue[pixel] = scaled[source[at + 2]];
            }
        }
    }
}
