using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The contrastive loss of two views of each video, with all other vectors of the batch as negatives.</summary>
/// <remarks>
/// Of the 2N vectors z of N videos, where i and i' are the two of one video: L = 1/N * sum over all i of
/// -log(e^(z_i z_i' / T) / sum over k other than i of e^(z_i z_k / T)). Both directions of a pair count, and are summed, as in CVRL's
/// released code; SimCLR's mean over all 2N is half of it. Sources: Chen et al., arXiv 2002.05709; Qian et al., arXiv 2008.03800.
/// </remarks>
public static class NtXent
{
    /// <summary>The loss of a batch.</summary>
    /// <param name="left">The first view of each video: float [videos, length], L2-normalised.</param>
    /// <param name="right">The second view of each video: float [videos, length], L2-normalised.</param>
    /// <param name="temperature">What similarities are divided by.</param>
    /// <param name="videos">The video of each row, int64 [videos]: other vectors of a row's own video are taken out of its negatives. Null keeps all.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Loss(Tensor left, Tensor right, double temperature, Tensor? videos = null)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = left.shape[0];
        Tensor vectors = cat([left, right], 0);                                                  // [2 * videos, length]
        Tensor numbers = arange(2 * count, dtype: int64, device: left.device);
        Tensor positive = (numbers + count).remainder(2 * count);                                // where the other of a row's video is
        Tensor isOut = numbers.unsqueeze(1).eq(numbers.unsqueeze(0));                            // [2 * videos, 2 * videos]
        if (videos is not null)
        {
            Tensor both = cat([videos, videos], 0);
            Tensor isSame = both.unsqueeze(1).eq(both.unsqueeze(0));
            isOut = isSame.logical_and(positive.unsqueeze(1).ne(numbers.unsqueeze(0)));
        }

        Tensor similarities = (vectors.mm(vectors.t()) / temperature).masked_fill(isOut, double.NegativeInfinity);
        return (2 * nn.functional.cross_entropy(similarities, positive)).MoveToOuterDisposeScope();
    }
}
