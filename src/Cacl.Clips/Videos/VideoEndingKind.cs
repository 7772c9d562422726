namespace Cacl.Clips;

/// <summary>How decoding a video to its end ended.</summary>
public enum VideoEndingKind
{
    /// <summary>At the end of the file, with at least as many frames as its container promises.</summary>
    Complete,

    /// <summary>At the end of the file, with fewer frames than its container promises: cut off, or the promise was wrong.</summary>
    EndedEarly,

    /// <summary>At damage: the decoder failed, and could go on behind it, but the numbers of the frames there are not certain.</summary>
    /// <remarks>Where the decoder has patched up damage in frames before it, two reads of these may differ: what it puts there depends on how its threads meet.</remarks>
    Corrupt,

    /// <summary>Before the end of the file: its container counts too few frames, and the decoder reads only one beyond its count.</summary>
    StoppedAtCount,
}
