using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Products of factors that are rounded to bfloat16; sums are taken in single precision, and the result is rounded too.</summary>
/// <remarks>
/// A GPU is given factors in bfloat16. A CPU is given the same values in single precision: what comes out is the same, and the gradients of
/// libtorch's own convolutions in bfloat16 are not (with libtorch 1.13 weights get no numbers where a stride meets an odd size).
/// </remarks>
internal static class RoundedProduct
{
    /// <summary>Multiplies.</summary>
    /// <param name="product">What is done with the rounded factors.</param>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second.</param>
    /// <param name="added">What is added to the product; null for nothing.</param>
    /// <returns>The result in bfloat16.</returns>
    public static Tensor Take(Func<Tensor, Tensor, Tensor?, Tensor> product, Tensor left, Tensor right, Tensor? added = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return product(Round(left), Round(right), added is null ? null : Round(added)).to(bfloat16).MoveToOuterDisposeScope();
    }

    private static Tensor Round(Tensor factor)
    {
        Tensor rounded = factor.to(bfloat16);
        return factor.device_type == DeviceType.CPU ? rounded.to(float32) : rounded;
    }
}
