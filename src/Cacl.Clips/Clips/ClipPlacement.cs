namespace Cacl.Clips;

/// <summary>Where in a video clips lie.</summary>
public enum ClipPlacement
{
    /// <summary>At even places: a single clip in the middle, of several the first at the video's start and the last at its end.</summary>
    Uniform,

    /// <summary>Anywhere, each place equally likely, drawn for each clip.</summary>
    Random,

    /// <summary>At every so many frames from the video's first, as far as whole clips go: longer videos give more clips.</summary>
    Dense,
}
