using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The loss of one batch and what it is made of.</summary>
/// <param name="Total">A scalar that carries the gradient.</param>
/// <param name="Metrics">Scalars without gradient, by name.</param>
internal readonly record struct StepLoss(Tensor Total, IReadOnlyDictionary<string, Tensor> Metrics)
{
    /// <summary>
    /// What the gradient is multiplied by before its mean over the ranks is taken: 1 where a rank's loss is that of its own rows, the number of
    /// ranks where it is that of all rows and its gradient that of the own ones.
    /// </summary>
    public int GradientScale { get; init; } = 1;
}
