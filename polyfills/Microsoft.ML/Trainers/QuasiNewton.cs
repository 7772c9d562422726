namespace Microsoft.ML.Trainers;

/// <summary>L-BFGS; with an L1 term its orthant-wise form (Andrew and Gao, 2007).</summary>
internal sealed class QuasiNewton(int history, double tolerance, int iterations)
{
    private const double SufficientDecrease = 1e-4;
    private const int Window = 5;

    private readonly List<(double[] Step, double[] Change, double Scale)> pairs = [];

    /// <summary>A smooth function's value; fills the gradient.</summary>
    public delegate double Function(ReadOnlySpan<double> point, Span<double> gradient);

    public double L1 { get; init; }

    /// <summary>How many variables at the front pay no L1 penalty.</summary>
    public int Free { get; init; }

    public Action<int, double, double> Progress { get; init; }

    /// <summary>Moves the point to where the function with its L1 term is least.</summary>
    public void Minimize(Function function, double[] point)
    {
        int n = point.Length;
        double[] gradient = new double[n], next = new double[n], nextGradient = new double[n], direction = new double[n];
        double value = function(point, gradient) + Penalty(point);
        var recent = new Queue<double>([value]);
        for (int iteration = 1; iteration <= iterations; iteration++)
        {
            double[] descent = Steepest(point, gradient);
            double slope = Direction(descent, direction);
            if (-slope <= 1e-24) return;

            // without curvature known yet, the first step has length 1
            double step = pairs.Count == 0 ? 1 / Math.Sqrt(Dot(direction, direction)) : 1, nextValue;
            for (; ; step *= .5)
            {
                if (step < 1e-20) return;
                for (int i = 0; i < n; i++) next[i] = point[i] + step * direction[i];
                if (L1 > 0) StayInOrthant(point, descent, next);
                nextValue = function(next, nextGradient) + Penalty(next);
                double moved = 0;
                for (int i = 0; i < n; i++) moved -= descent[i] * (next[i] - point[i]);
                if (nextValue <= value + SufficientDecrease * moved) break;
            }
            Remember(point, next, gradient, nextGradient);
            (value, next, nextGradient, gradient) = (nextValue, CopyInto(next, point), gradient, nextGradient);

            recent.Enqueue(value);
            if (recent.Count > Window + 1) recent.Dequeue();
            double improvement = (recent.Peek() - value) / (recent.Count - 1) / Math.Max(Math.Abs(value), 1e-12);
            Progress?.Invoke(iteration, value, improvement);
            if (recent.Count > Window && improvement < tolerance) return;
        }
    }

    // the steepest descent of the whole function; at 0 a penalised variable moves only if that pays
    private double[] Steepest(double[] point, double[] gradient)
    {
        double[] descent = new double[point.Length];
        for (int i = 0; i < point.Length; i++)
        {
            if (L1 == 0 || i < Free) descent[i] = -gradient[i];
            else if (point[i] != 0) descent[i] = -gradient[i] - L1 * Math.Sign(point[i]);
            else descent[i] = -Math.Sign(gradient[i]) * Math.Max(0, Math.Abs(gradient[i]) - L1);
        }
        return descent;
    }

    // two-loop recursion; returns the slope along the direction
    private double Direction(double[] descent, double[] direction)
    {
        descent.CopyTo(direction, 0);
        double[] parts = new double[pairs.Count];
        for (int i = pairs.Count - 1; i >= 0; i--)
        {
            parts[i] = Dot(pairs[i].Step, direction) * pairs[i].Scale;
            Add(direction, pairs[i].Change, -parts[i]);
        }
        if (pairs.Count > 0)
        {
            double size = 1 / (pairs[^1].Scale * Dot(pairs[^1].Change, pairs[^1].Change));
            for (int i = 0; i < direction.Length; i++) direction[i] *= size;
        }
        for (int i = 0; i < pairs.Count; i++) Add(direction, pairs[i].Step, parts[i] - Dot(pairs[i].Change, direction) * pairs[i].Scale);
        if (L1 > 0)
            for (int i = Free; i < direction.Length; i++) if (direction[i] * descent[i] <= 0) direction[i] = 0;
        double slope = -Dot(direction, descent);
        if (slope < 0) return slope;

        // rounding has spoiled what is remembered: begin anew
        pairs.Clear();
        descent.CopyTo(direction, 0);
        return -Dot(descent, descent);
    }

    private void StayInOrthant(double[] point, double[] descent, double[] next)
    {
        for (int i = Free; i < next.Length; i++)
        {
            double sign = point[i] != 0 ? point[i] : descent[i];
            if (next[i] * sign < 0) next[i] = 0;
        }
    }

    private void Remember(double[] point, double[] next, double[] gradient, double[] nextGradient)
    {
        double[] step = new double[point.Length], change = new double[point.Length];
        for (int i = 0; i < point.Length; i++)
        {
            step[i] = next[i] - point[i];
            change[i] = nextGradient[i] - gradient[i];
        }
        double curvature = Dot(step, change);
        if (curvature <= 1e-12 * Dot(change, change)) return;
        if (pairs.Count == history) pairs.RemoveAt(0);
        pairs.Add((step, change, 1 / curvature));
    }

    private double Penalty(double[] point)
    {
        double sum = 0;
        if (L1 > 0) for (int i = Free; i < point.Length; i++) sum += Math.Abs(point[i]);
        return L1 * sum;
    }

    private static double[] CopyInto(double[] source, double[] target)
    {
        source.CopyTo(target, 0);
        return source;
    }

    private static double Dot(double[] first, double[] second)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++) sum += first[i] * second[i];
        return sum;
    }

    private static void Add(double[] target, double[] source, double factor)
    {
        for (int i = 0; i < target.Length; i++) target[i] += factor * source[i];
    }
}
