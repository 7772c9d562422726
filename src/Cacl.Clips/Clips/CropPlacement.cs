namespace Cacl.Clips;

/// <summary>Which part of its resized frames a clip keeps.</summary>
public enum CropPlacement
{
    /// <summary>The square in the middle.</summary>
    Centre,

    /// <summary>A square anywhere, each place equally likely, drawn once for all frames of a clip.</summary>
    Random,

    /// <summary>
    /// Three squares along the longer side, at its start, middle and end, so that each place of the video gives three clips, which follow
    /// one another. From CVRL (arXiv 2008.03800), whose evaluation averages them.
    /// </summary>
    Three,

    /// <summary>The whole frame. Needs a <see cref="ClipOptions.FixedSize"/>, since otherwise videos of different shapes would give clips of different shapes.</summary>
    Whole,
}
