namespace Cacl.Clips;

/// <summary>Clips out of a segment of a decoded video.</summary>
public static class SegmentClip
{
    /// <summary>Copies frames, numbered from the first of the segment.</summary>
    /// <param name="video">The decoded video.</param>
    /// <param name="firstOfSegment">The frame that the segment begins with.</param>
    /// <param name="indices">The frames wanted, 0 being the segment's first.</param>
    public static RawClip Copy(DecodedVideo video, int firstOfSegment, ReadOnlySpan<int> indices)
    {
        int bytes = video.Size.Width * video.Size.Height * 3;
        var pixels = new byte[indices.Length * bytes];
        for (int i = 0; i < indices.Length; i++)
            video.Frame(firstOfSegment + indices[i]).CopyTo(pixels.AsSpan(i * bytes, bytes));
        return new RawClip(pixels, video.Size);
    }

    /// <summary>Why a video of so many frames gives no clip; null when it does.</summary>
    /// <param name="frameCount">Frames of the whole video.</param>
    /// <param name="options">The clip and the segment wanted.</param>
    /// <param name="sampler">A sampler of such clips.</param>
    public static string? WhyNot(int frameCount, ClipOptions options, ClipSampler sampler)
    {
        (_, int count) = options.Segment.Of(frameCount);
        if (sampler.Fits(count) || (count > 0 && options.ShortVideos != ShortVideoPolicy.Reject))
            return null;
        string where = options.Segment == VideoSegment.Whole ? "" : $" in the part from {options.Segment.Start:0.##} to {options.Segment.End:0.##}";
        return $"too short: it has {count} frames{where}; a clip of {options.Frames} frames at interval {options.Interval} spans {options.Span}";
    }
}
