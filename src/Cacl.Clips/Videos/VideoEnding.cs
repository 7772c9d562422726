namespace Cacl.Clips;

/// <summary>How decoding a video to its end ended, and after how many frames.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Frames">How many frames came; where it is corrupt, the number of the first frame that is missing.</param>
/// <param name="Promised">How many the container promises; 0 when it promises none.</param>
public sealed record VideoEnding(VideoEndingKind Kind, int Frames, long Promised)
{
    /// <summary>What is wrong, in words that go on from the name of the video; null when it is complete.</summary>
    public string? Shortfall => Kind switch
    {
        VideoEndingKind.EndedEarly => $"ended after {Frames} of the {Promised} frames that the container promises",
        VideoEndingKind.Corrupt => $"ended at damage after {Frames} frames{(Promised > 0 ? $" of the {Promised} that the container promises" : "")}; the decoder gives more behind it, whose numbers are not certain",
        VideoEndingKind.StoppedAtCount => $"ended after {Frames} frames, one more than the container counts, where the decoder stops; the file may hold more",
        _ => null,
    };
}
