using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>The weights that a layer begins with; those of a convolution or a linear layer as torch gives them, drawn in the same order.</summary>
internal static class FirstWeights
{
    /// <summary>Uniform within the root of 1 over the values that make one output, both ways.</summary>
    /// <param name="sizes">[outputs, inputs, kernel...].</param>
    public static Parameter Draw(params ReadOnlySpan<long> sizes) => Own(init.kaiming_uniform_(empty(sizes.ToArray()), Math.Sqrt(5)));

    /// <summary>Uniform within the same bounds.</summary>
    /// <param name="weight">The weights beside which it is drawn.</param>
    /// <returns>[outputs].</returns>
    public static Parameter DrawBias(Parameter weight)
    {
        double bound = 1 / Math.Sqrt((double)weight.numel() / weight.shape[0]);
        return Own(init.uniform_(empty(weight.shape[0]), -bound, bound));
    }

    /// <summary>Makes values a layer's own: they outlive the dispose scope in which the layer is made.</summary>
    /// <param name="values">A tensor, which must not be used any more.</param>
    public static Parameter Own(Tensor values)
    {
        Parameter own = Parameter(values);
        own.DetachFromDisposeScope();
        return own;
    }
}
