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

    /// <summary>Adds this batch's share to the means over several.</summary>
    /// <param name="means">The means so far.</param>
    /// <param name="batches">Over how many batches they are taken.</param>
    /// <param name="lossName">The name that the loss itself goes by among them.</param>
    public void AddTo(Dictionary<string, double> means, int batches, string lossName)
    {
        foreach ((string name, Tensor value) in Metrics.Prepend(new(lossName, Total)))
            means[name] = means.GetValueOrDefault(name) + value.ToDouble() / batches;
    }
}
