using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Minimises a smooth convex function by limited-memory BFGS with steps that are halved until they descend.</summary>
/// <remarks>Source: Nocedal and Wright, Numerical Optimization, algorithms 3.1, 7.4 and 7.5.</remarks>
internal static class Lbfgs
{
    private const int Memory = 20, Halvings = 40;
    private const double Sufficient = 1e-4;   // the part of the descent that the slope promises which a step must keep

    /// <summary>Minimises a function.</summary>
    /// <param name="start">Where to begin, double.</param>
    /// <param name="function">The value and the gradient at a point.</param>
    /// <param name="tolerance">The gradient's largest component at which to end.</param>
    /// <param name="maximumSteps">Steps after which to end.</param>
    public static LbfgsResult Minimise(Tensor start, Func<Tensor, (double Value, Tensor Gradient)> function, double tolerance, int maximumSteps)
    {
        using DisposeScope scope = NewDisposeScope();
        var pairs = new List<(Tensor Step, Tensor Change, double Curvature)>();
        Tensor point = start.clone();
        (double value, Tensor gradient) = Evaluate(function, point);
        int steps = 0;
        for (; steps < maximumSteps && Size(gradient) > tolerance; steps++)
        {
            using DisposeScope ofStep = NewDisposeScope();
            Tensor direction = Direction(gradient, pairs);
            double slope = Dot(direction, gradient);
            // Before anything is known of the curvature, a step of length 1 at most.
            double length = pairs.Count > 0 ? 1 : Math.Min(1, 1 / Math.Sqrt(-slope));
            if (Search(function, point, value, direction, slope, length) is not var (next, nextValue, nextGradient))
                break;   // no descent is left that double precision can tell

            Tensor step = next - point, change = nextGradient - gradient;
            double curvature = Dot(step, change);
            if (curvature > 1e-12 * Dot(change, change))
            {
                pairs.Add((step.MoveToOuterDisposeScope(), change.MoveToOuterDisposeScope(), curvature));
                if (pairs.Count > Memory)
                {
                    pairs[0].Step.Dispose();
                    pairs[0].Change.Dispose();
                    pairs.RemoveAt(0);
                }
            }

            point.Dispose();
            gradient.Dispose();
            (point, value, gradient) = (next.MoveToOuterDisposeScope(), nextValue, nextGradient.MoveToOuterDisposeScope());
        }

        double size = Size(gradient);
        return new LbfgsResult(point.MoveToOuterDisposeScope(), value, size, steps, size <= tolerance);
    }

    private static (Tensor Point, double Value, Tensor Gradient)? Search(Func<Tensor, (double, Tensor)> function, Tensor from, double value, Tensor direction, double slope, double length)
    {
        for (int halving = 0; halving < Halvings; halving++, length /= 2)
        {
            Tensor point = from + direction * length;
            (double there, Tensor gradient) = Evaluate(function, point);
            if (there <= value + Sufficient * length * slope)
                return (point, there, gradient);
            point.Dispose();
            gradient.Dispose();
        }

        return null;
    }

    // Algorithm 7.4: the approximated inverse Hessian times the gradient, downhill.
    private static Tensor Direction(Tensor gradient, List<(Tensor Step, Tensor Change, double Curvature)> pairs)
    {
        Tensor direction = -gradient;
        var shares = new double[pairs.Count];
        for (int i = pairs.Count - 1; i >= 0; i--)
        {
            shares[i] = Dot(pairs[i].Step, direction) / pairs[i].Curvature;
            direction -= pairs[i].Change * shares[i];
        }

        if (pairs.Count > 0)
            direction *= pairs[^1].Curvature / Dot(pairs[^1].Change, pairs[^1].Change);
        for (int i = 0; i < pairs.Count; i++)
            direction += pairs[i].Step * (shares[i] - Dot(pairs[i].Change, direction) / pairs[i].Curvature);
        return direction;
    }

    private static (double, Tensor) Evaluate(Func<Tensor, (double, Tensor)> function, Tensor point)
    {
        using DisposeScope scope = NewDisposeScope();
        (double value, Tensor gradient) = function(point);
        return (value, gradient.MoveToOuterDisposeScope());
    }

    private static double Dot(Tensor left, Tensor right)
    {
        using DisposeScope scope = NewDisposeScope();
        return (left * right).sum().ToDouble();
    }

    private static double Size(Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        return gradient.abs().max().ToDouble();
    }
}
