using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The contrastive loss of one positive among many negatives.</summary>
/// <remarks>
/// L = -log(e^(s / T) / (e^(s / T) + sum over negatives of e^(n / T))), the mean over the batch. Sources: van den Oord et al.,
/// arXiv 1807.03748; He et al., arXiv 1911.05722.
/// </remarks>
public static class InfoNce
{
    /// <summary>The loss of each anchor's positive among the negatives.</summary>
    /// <param name="positive">Similarity of each anchor and its positive: float [batch].</param>
    /// <param name="negatives">Similarities of each anchor and the negatives: float [batch, negatives]; minus infinity takes one out.</param>
    /// <param name="temperature">What similarities are divided by.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Loss(Tensor positive, Tensor negatives, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor similarities = cat([positive.unsqueeze(1), negatives], 1) / temperature;   // [batch, 1 + negatives]
        return (similarities.logsumexp(1) - positive / temperature).mean().MoveToOuterDisposeScope();
    }

    /// <summary>The similarity of each pair of rows: the dot product.</summary>
    /// <param name="left">Float [batch, length], L2-normalised.</param>
    /// <param name="right">Float [batch, length], L2-normalised.</param>
    /// <returns>Float [batch].</returns>
    public static Tensor Similarity(Tensor left, Tensor right) => (left * right).sum(1);

    /// <summary>Scales each row to length 1.</summary>
    /// <param name="rows">Float [batch, length].</param>
    public static Tensor Normalize(Tensor rows)
    {
        using DisposeScope scope = NewDisposeScope();
        // Clamped under the root: the root's own slope at 0 is infinite, and would make a row of zeros not a number.
        Tensor length = rows.square().sum(1, keepdim: true).clamp(min: 1e-24).sqrt();
        return (rows / length).MoveToOuterDisposeScope();
    }
}
