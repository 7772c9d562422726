namespace Cacl.Clips;

/// <summary>What <see cref="ClipSampler"/> does with a video that is shorter than the span of a clip.</summary>
public enum ShortVideoPolicy
{
    /// <summary>Refuses it with an <see cref="ArgumentException"/>.</summary>
    Reject,

    /// <summary>Starts again at the video's first frame after its last one.</summary>
    Tile,

    /// <summary>Repeats the video's last frame.</summary>
    Hold,
}
