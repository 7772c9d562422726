namespace Cacl.Clips;

/// <summary>How often two clips of one video start how far apart, from 0 to the farthest that the video allows.</summary>
/// <remarks>From CVRL (arXiv 2008.03800), which found the first the best: clips that lie far apart show different things too often.</remarks>
public enum ClipIntervalDistribution
{
    /// <summary>The farther the rarer: the density falls along a line to nothing at the farthest. A third of the farthest on average.</summary>
    Decreasing,

    /// <summary>Every distance equally often. Half of the farthest on average.</summary>
    Uniform,

    /// <summary>The farther the more often: the density rises along a line from nothing. Two thirds of the farthest on average.</summary>
    Increasing,

    /// <summary><see cref="Decreasing"/> without distances above half of the farthest. Two ninths of the farthest on average.</summary>
    Truncated,
}
