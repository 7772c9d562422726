using Cacl.Clips;

namespace Cacl.Samples.Programs;

/// <summary>What galleries show of a video.</summary>
public static class MiddleFrame
{
    /// <summary>The middle frame of a part of a video as a JPEG file; nothing where the video can't be read.</summary>
    public static byte[] Jpeg(string path, VideoSegment segment, int width)
    {
        try
        {
            int frames;
            using (var file = VideoFile.Open(path))
                frames = file.CountFrames();
            var (first, length) = segment.Of(frames);
            return Thumbnail.Jpeg(path, first + length / 2, width);
        }
        catch (VideoException)
        {
            // The page says that there is no picture; the numbers stand.
            return [];
        }
    }
}
