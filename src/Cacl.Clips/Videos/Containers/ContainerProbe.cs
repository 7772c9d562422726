namespace Cacl.Clips;

/// <summary>Says why a file that the decoder refused is no video.</summary>
/// <remarks>
/// Looks at the file's structure alone, without a decoder: at its first bytes, and at the headers of the containers
/// that are in common use. Every size in a file may be a lie, so that what is read is bounded (see <see cref="ProbedFile"/>).
/// </remarks>
internal static class ContainerProbe
{
    private static readonly Func<ProbedFile, (VideoFault Fault, string Cause)?>[] Formats =
    [
        PlainContent.WhyNot, Playlist.WhyNot, Yuv4Mpeg.WhyNot, TextContent.WhyNot, IsoMedia.WhyNot, Riff.WhyNot, Matroska.WhyNot, Ogg.WhyNot,
        SoundFiles.WhyNot, Asf.WhyNot, FlashVideo.WhyNot, MpegProgram.WhyNot, MpegTransport.WhyNot,
    ];

    /// <summary>The fault of a file that could not be opened as a video, or that gave no frame; null when nothing can be said.</summary>
    /// <remarks>A cause is given for sound files, too, whose cover the decoder took for a video: <see cref="VideoFault.CoverPicture"/>.</remarks>
    public static (VideoFault Fault, string Cause)? WhyNot(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return WhyNot(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file goes or breaks off while it is looked at: then the caller's own words must do.
            return null;
        }
    }

    /// <summary>The same for an open file, read from its beginning.</summary>
    public static (VideoFault Fault, string Cause)? WhyNot(Stream stream)
    {
        if (!stream.CanSeek)
            return null;
        ProbedFile file = new(stream);
        foreach (Func<ProbedFile, (VideoFault Fault, string Cause)?> format in Formats)
        {
            if (format(file) is { } found)
                return found;
        }
        return null;
    }
}
