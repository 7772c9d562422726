using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Where a minimisation ended.</summary>
/// <param name="Point">The point, in the caller's dispose scope.</param>
/// <param name="Value">The function's value there.</param>
/// <param name="GradientSize">The gradient's largest component there.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Converged">Whether the gradient's largest component is within tolerance.</param>
internal sealed record LbfgsResult(Tensor Point, double Value, double GradientSize, int Steps, bool Converged);
