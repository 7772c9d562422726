using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The loss of one batch and what it is made of.</summary>
/// <param name="Total">A scalar that carries the gradient.</param>
/// <param name="Metrics">Scalars without gradient, by name.</param>
internal readonly record struct StepLoss(Tensor Total, IReadOnlyDictionary<string, Tensor> Metrics);
