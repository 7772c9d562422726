using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>y = x W^T + b over the last axis, with torch's names and first weights.</summary>
/// <remarks>In and out: float [..., features], also where the product is taken in bfloat16. The fields' names are those that state dicts have.</remarks>
internal sealed class Linear : Module<Tensor, Tensor>, ITensorCoreLayer
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>Draws the weights as torch does.</summary>
    /// <param name="featuresIn">The length of the last axis.</param>
    /// <param name="featuresOut">The length that it is brought to.</param>
    /// <param name="hasBias">Whether numbers are added.</param>
    public Linear(long featuresIn, long featuresOut, bool hasBias = true) : base(nameof(Linear))
    {
        weight = FirstWeights.Draw(featuresOut, featuresIn);
        bias = hasBias ? FirstWeights.DrawBias(weight) : null;
        RegisterComponents();
    }

    /// <summary>W: [features out, features in].</summary>
    public Parameter Weight => weight;

    /// <summary>b: [features out]; null where nothing is added.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public TensorCoreUse TensorCores { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (!TensorCores.Rounds)
            return functional.linear(input, weight, bias);
        using Tensor rounded = RoundedProduct.Take(functional.linear, input, weight, bias);
        return rounded.to(float32);
    }
}
