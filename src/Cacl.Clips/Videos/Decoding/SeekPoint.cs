namespace Cacl.Clips;

/// <summary>A place in a video that is known again when a decoder comes by: some frames in a row, by their times and pictures.</summary>
/// <remarks>
/// The pictures all differ from each other. So a decoder that gives the same times with pictures moved against them by
/// one frame or a few is found out, also where the scene stands still.
/// </remarks>
/// <param name="Frame">The last of the frames; where a decoder stands when it has passed them all.</param>
/// <param name="StartTime">The time of the first, in milliseconds, as the decoder tells it.</param>
/// <param name="Fingerprint">Of the pictures and times of all.</param>
internal readonly record struct SeekPoint(int Frame, double StartTime, ulong Fingerprint)
{
    /// <summary>How many frames make a point.</summary>
    public const int Frames = 4;

    /// <summary>Adds a frame to the fingerprint of those before it, 0 for none.</summary>
    public static ulong Add(ulong fingerprint, ulong picture, double time) =>
        PictureHash.Combine(PictureHash.Combine(fingerprint, picture), (ulong)BitConverter.DoubleToInt64Bits(time));
}
