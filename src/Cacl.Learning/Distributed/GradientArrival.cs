using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Hands values on, and tells when their gradient comes by.</summary>
internal sealed class GradientArrival : autograd.SingleTensorFunction<GradientArrival>
{
    private const string Told = "told";

    public override string Name => nameof(GradientArrival);

    // Takes the values, and an action that is given their gradient.
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Told, vars[1]);
        return ((Tensor)vars[0]).alias();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        ((Action<Tensor>)ctx.get_data(Told)!)(grad_output);
        return [grad_output, null!];
    }
}
