using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Adam with decoupled weight decay.</summary>
/// <remarks>
/// w = w - rate * decay * w; m = .9 m + .1 g; v = .999 v + .001 g^2;
/// w = w - rate * (m / (1 - .9^t)) / (sqrt(v / (1 - .999^t)) + 1e-8). Source: Loshchilov and Hutter, arXiv 1711.05101.
/// </remarks>
internal sealed class AdamW : GradientDescent
{
    private const double FirstBeta = 0.9, SecondBeta = 0.999, Epsilon = 1e-8;

    private readonly double weightDecay;
    private readonly Tensor[] means, squares;
    private readonly Tensor steps;   // int64 [parameters]: one without a gradient is not counted

    public AdamW(IEnumerable<Parameter> parameters, double weightDecay) : base(parameters)
    {
        this.weightDecay = weightDecay;
        means = Remember("mean");
        squares = Remember("square");
        steps = RememberCounts("steps");
    }

    protected override void Update(int index, Parameter weights, Tensor gradient, double rate)
    {
        long step = ++steps.data<long>()[index];
        weights.mul_(1 - rate * weightDecay);
        means[index].mul_(FirstBeta).add_(gradient, 1 - FirstBeta);
        squares[index].mul_(SecondBeta).addcmul_(gradient, gradient, 1 - SecondBeta);
        Tensor size = squares[index].sqrt().div_(Math.Sqrt(1 - Math.Pow(SecondBeta, step))).add_(Epsilon);
        weights.addcdiv_(means[index], size, -rate / (1 - Math.Pow(FirstBeta, step)));
    }
}
