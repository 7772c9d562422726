namespace Cacl.Clips;

/// <summary>Which distribution <see cref="ShuffleDegreeSampler"/> draws frame orders from.</summary>
/// <remarks>
/// The label's distribution, and with it what a classifier reaches by guessing, differs a lot between these: for 16
/// frames the commonest class has .0625, .107 and .323 of the draws. An accuracy means nothing without the name of the
/// sampling it was measured on.
/// </remarks>
public enum ShuffleSampling
{
    /// <summary>Every degree that an order can have is equally likely: what the CACL paper describes.</summary>
    UniformDegree,

    /// <summary>
    /// What the paper authors' released code does: draw k uniformly from 1 to n, then permute the contents of k random
    /// places. k = 1 leaves temporal order; low degrees are commoner than high ones.
    /// </summary>
    PermutedPositions,

    /// <summary>Every order is equally likely; nearly all have a degree close to n.</summary>
    FullShuffle,
}
