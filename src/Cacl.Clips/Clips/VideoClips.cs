namespace Cacl.Clips;

/// <summary>Clips at even places of a video, cropped to their centre, as embedding and evaluation take them.</summary>
public static class VideoClips
{
    /// <summary>Reads clips of a video.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="options">Frames, interval, sizes, segment.</param>
    /// <param name="count">How many clips.</param>
    /// <returns>RGB bytes [count, frames, crop size, crop size, 3].</returns>
    /// <exception cref="VideoException">The file can't be read, or is too short for a clip.</exception>
    public static byte[] Read(string path, ClipOptions options, int count)
    {
        using VideoFile file = VideoFile.Open(path);
        DecodedVideo video = file.ReadAll(options.ShortSide);
        var sampler = new ClipSampler(options.Frames, options.Interval, options.ShortVideos);
        if (SegmentClip.WhyNot(video.FrameCount, options, sampler) is { } reason)
            throw new VideoException(path, VideoFault.TooShort, reason);

        (int first, int length) = options.Segment.Of(video.FrameCount);
        int bytesOfClip = options.Frames * options.CropSize * options.CropSize * 3;
        var clips = new byte[count * bytesOfClip];
        var indices = new int[options.Frames];
        for (int clip = 0; clip < count; clip++)
        {
            sampler.Uniform(length, clip, count, indices);
            SegmentClip.Copy(video, first, indices).CropCentre(options.Frames, options.CropSize, clips.AsSpan(clip * bytesOfClip, bytesOfClip));
        }

        return clips;
    }
}
