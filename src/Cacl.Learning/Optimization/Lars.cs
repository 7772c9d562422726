using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Layer-wise adaptive rate scaling: each layer moves in proportion to the size of its weights.</summary>
/// <remarks>
/// local = .001 * |w| / (|g| + decay * |w|); v = .9 v + rate * local * (g + decay * w); w = w - v. Biases and the parameters of
/// norms, which have one dimension, take plain momentum without decay. Source: You et al., arXiv 1708.03888.
/// </remarks>
internal sealed class Lars : GradientDescent
{
    private const double Momentum = 0.9, Trust = 0.001;

    private readonly double weightDecay;
    private readonly Tensor[] velocities;
    private Dictionary<int, (double Size, double Slope)> norms = [];   // of the layers that have a gradient

    public Lars(IEnumerable<Parameter> parameters, double weightDecay) : base(parameters)
    {
        this.weightDecay = weightDecay;
        velocities = Remember("velocity");
    }

    protected override void Prepare()
    {
        int[] layers = [.. Enumerable.Range(0, Parameters.Count).Where(i => Parameters[i].dim() > 1 && Parameters[i].grad is not null)];
        if (layers.Length == 0)
            return;
        float[] found = stack([.. layers.SelectMany(i => new[] { Parameters[i].norm(), Parameters[i].grad!.norm() })]).cpu().data<float>().ToArray();
        norms = layers.Select((layer, i) => (layer, (Size: (double)found[2 * i], Slope: (double)found[(2 * i) + 1]))).ToDictionary();
    }

    protected override void Update(int index, Parameter weights, Tensor gradient, double rate)
    {
        double local = 1;
        Tensor direction = gradient;
        if (weights.dim() > 1)
        {
            (double size, double slope) = norms[index];
            // Weights of 0 would never move, and a slope of 0 has no direction.
            if (size > 0 && slope > 0)
                local = Trust * size / (slope + weightDecay * size);
            direction = gradient.add(weights, weightDecay);
        }

        velocities[index].mul_(Momentum).add_(direction, rate * local);
        weights.sub_(velocities[index]);
    }
}
