using System.Text.Json.Serialization;

namespace Cacl.Clips;

/// <summary>What a <see cref="VideoIndex"/> knows of a video.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Bytes">Its size when it was examined; 0 when it could not be told.</param>
/// <param name="ModifiedUtc">When it had last been written then.</param>
/// <param name="FrameCount">How many frames it gives, counted by decoding it to its end; with a fault those before it.</param>
/// <param name="Size">The size of its frames, turned as the container says and with square pixels; 0 by 0 when it does not open.</param>
/// <param name="FramesPerSecond">The container's claim of the frame rate; 0 when it makes none.</param>
/// <param name="PromisedFrameCount">The container's claim of the number of frames; 0 when it makes none.</param>
/// <param name="Fault">Why it can't be read; null when it can.</param>
/// <param name="Cause">The fault in words; null when there is none.</param>
/// <param name="EndingKind">How it ends; null when it can't be read.</param>
/// <param name="SeekTable">What lets <see cref="VideoFile.Open"/> reach far frames sooner; null when it can't be read.</param>
public sealed record ExaminedVideo(
    string Path,
    long Bytes,
    DateTime ModifiedUtc,
    int FrameCount,
    FrameSize Size,
    double FramesPerSecond,
    long PromisedFrameCount,
    VideoFault? Fault = null,
    string? Cause = null,
    VideoEndingKind? EndingKind = null,
    SeekTable? SeekTable = null)
{
    /// <summary>How it ends, and after how many frames; null when it can't be read.</summary>
    [JsonIgnore]
    public VideoEnding? Ending => EndingKind is { } kind ? new VideoEnding(kind, FrameCount, PromisedFrameCount) : null;

    /// <summary>Whether it can be read, but is not complete; <see cref="VideoEnding.Shortfall"/> of <see cref="Ending"/> tells what is missing.</summary>
    [JsonIgnore]
    public bool EndsEarly => Ending?.Shortfall is not null;

    /// <summary>Whether the file still has the size and the time of writing that it was examined with.</summary>
    /// <remarks>
    /// False for a video that was missing, a folder, not to be read, stalled, or too large for the options it was examined with:
    /// neither size nor time tells whether that has changed.
    /// A file that is written anew with the same size within the file system's clock step passes for the same.
    /// </remarks>
    public bool IsUnchanged()
    {
        if (Fault is VideoFault.Missing or VideoFault.Directory or VideoFault.NotPermitted or VideoFault.Stalled or VideoFault.TooLarge)
            return false;
        return FileStamp.Of(Path) == new FileStamp(Bytes, ModifiedUtc);
    }

    /// <summary>Decodes a video to its end.</summary>
    internal static ExaminedVideo Examine(string fullPath, VideoReadOptions? reading)
    {
        // Noted before the video is read: one that changes meanwhile shows as changed later.
        FileStamp stamp = FileStamp.Of(fullPath) ?? default;
        ExaminedVideo video = new(fullPath, stamp.Bytes, stamp.ModifiedUtc, 0, default, 0, 0);
        try
        {
            using VideoFile file = VideoFile.Open(fullPath, reading);
            video = video with { Size = new FrameSize(file.Width, file.Height), FramesPerSecond = file.FramesPerSecond, PromisedFrameCount = file.PromisedFrameCount };
            return video with { FrameCount = file.CountFrames(), EndingKind = file.Ending!.Kind, SeekTable = file.SeekTable };
        }
        catch (VideoException exception)
        {
            return video with { FrameCount = Math.Max(exception.Frame, 0), Fault = exception.Fault, Cause = exception.Cause };
        }
    }
}
