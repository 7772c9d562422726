using TorchSharp;

namespace Cacl.Learning;

/// <summary>What an encoder is learned by without labels.</summary>
/// <remarks>It lives as long as the encoder, in the run's result, which frees the encoder; the objective frees all its other networks.</remarks>
internal abstract class PretrainingObjective : Objective
{
    /// <summary>Predicts shuffle degrees; null where that is not learned.</summary>
    /// <param name="encoder">The trained encoder.</param>
    public virtual ShuffleDegreeClassifier? DegreeClassifier(VideoEncoder encoder) => null;

    /// <summary>The network that reads single frames; null where there is none.</summary>
    public virtual FrameNetwork? FrameNetwork => null;

    /// <summary>The transformer over those frames and the frames of a clip's twin; null where there is none.</summary>
    public virtual VideoTransformer? Transformer => null;

    /// <summary>Measures how alike two views of a clip are; null where that is not learned.</summary>
    /// <param name="device">Where everything lies.</param>
    public virtual PositivePairs? PositivePairs(torch.Device device) => null;
}
