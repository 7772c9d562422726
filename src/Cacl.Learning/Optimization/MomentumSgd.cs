using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Stochastic gradient descent with momentum: v = .9 v + g + decay * w; w = w - rate * v.</summary>
internal sealed class MomentumSgd : GradientDescent
{
    private const double Momentum = 0.9;

    private readonly double weightDecay;
    private readonly Tensor[] velocities;

    public MomentumSgd(IEnumerable<Parameter> parameters, double weightDecay) : base(parameters)
    {
        this.weightDecay = weightDecay;
        velocities = Remember("velocity");
    }

    protected override void Update(int index, Parameter weights, Tensor gradient, double rate)
    {
        Tensor decayed = weightDecay == 0 ? gradient : gradient.add(weights, weightDecay);
        velocities[index].mul_(Momentum).add_(decayed);
        weights.add_(velocities[index], -rate);
    }
}
