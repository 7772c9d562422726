using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>A linear classifier of frozen features: multinomial logistic regression, which tells how far classes can be separated by planes.</summary>
/// <remarks>
/// Each feature is standardised by the mean and deviation of the rows that are learned from. What is minimised is convex and has
/// one minimum, so that a fit depends on nothing but its rows and options; it is found by <see cref="Lbfgs"/> in double precision.
/// </remarks>
public sealed class LinearProbe
{
    private readonly string commonest;
    private readonly float[] mean;        // [features]
    private readonly float[] deviation;   // [features]; 1 where a feature does not vary
    private readonly double[] weights;    // [classes, features + 1], the bias last

    private LinearProbe(string commonest, IReadOnlyList<string> classes, float[] mean, float[] deviation, double[] weights, LbfgsResult fit)
    {
        this.commonest = commonest;
        this.mean = mean;
        this.deviation = deviation;
        this.weights = weights;
        Classes = classes;
        Steps = fit.Steps;
        GradientSize = fit.GradientSize;
        Converged = fit.Converged;
    }

    /// <summary>The classes, in ordinal order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>How many steps fitting took.</summary>
    public int Steps { get; }

    /// <summary>The gradient's largest component at the end.</summary>
    public double GradientSize { get; }

    /// <summary>Whether that is within <see cref="LinearProbeOptions.Tolerance"/>.</summary>
    public bool Converged { get; }

    /// <summary>Learns a classifier.</summary>
    /// <param name="train">Rows of at least two labels.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">The set is empty or uneven, has a value that is not finite, or has fewer than two labels; or options are out of range.</exception>
    public static LinearProbe Fit(FeatureSet train, LinearProbeOptions? options = null)
    {
        options ??= new LinearProbeOptions();
        options.Validate();
        train.Check(nameof(train));
        Device device = Devices.Resolve(options.Device);
        string[] classes = [.. train.Labels.Distinct().Order(StringComparer.Ordinal)];
        if (classes.Length < 2)
            throw new ArgumentException($"All rows have the label '{classes[0]}'; a classifier needs at least 2 labels.", nameof(train));

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (float[] mean, float[] deviation) = Statistics(train.Features);
        Tensor rows = Standardised(train.Features, mean, deviation).to(device);                                                        // [rows, features + 1]
        Tensor places = tensor(train.Labels.Select(label => (long)Array.BinarySearch(classes, label, StringComparer.Ordinal)).ToArray(), device: device);
        Tensor isClass = places.unsqueeze(1).eq(arange(classes.Length, dtype: int64, device: device)).to(float64);                     // [rows, classes]
        Tensor penalty = full([1, mean.Length + 1], options.L2, dtype: float64, device: device);
        penalty.narrow(1, mean.Length, 1).zero_();

        LbfgsResult fit = Lbfgs.Minimise(
            zeros([classes.Length, mean.Length + 1], dtype: float64, device: device),
            point =>
            {
                Tensor logs = nn.functional.log_softmax(rows.mm(point.t()), 1);                                                       // [rows, classes]
                Tensor value = (isClass * logs).sum() / -train.Count + (penalty * point * point).sum() / 2;
                Tensor slope = (logs.exp() - isClass).t().mm(rows) / train.Count + penalty * point;                                   // [classes, features + 1]
                return (value.ToDouble(), slope);
            },
            options.Tolerance, options.MaximumSteps);
        return new LinearProbe(ClassificationMetrics.Commonest(train.Labels), classes, mean, deviation, fit.Point.cpu().data<double>().ToArray(), fit);
    }

    /// <summary>Tells the classes of rows.</summary>
    /// <param name="features">Vectors of the length that was learned from.</param>
    /// <returns>For each row the logarithm of each class's probability, up to a summand of the row.</returns>
    public IReadOnlyList<float[]> Score(IReadOnlyList<float[]> features)
    {
        if (features.FirstOrDefault(row => row.Length != mean.Length) is { } odd)
            throw new ArgumentException($"A vector has {odd.Length} values; this classifier learned from {mean.Length}.", nameof(features));
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor scores = Standardised(features, mean, deviation).mm(tensor(weights, [Classes.Count, mean.Length + 1]).t());             // [rows, classes]
        float[] values = scores.to(float32).contiguous().data<float>().ToArray();
        return [.. values.Chunk(Classes.Count)];
    }

    /// <summary>Measures how well the classes of rows are told.</summary>
    /// <param name="test">Rows that were not learned from, if the figure is to say anything.</param>
    /// <exception cref="ArgumentException">The set is empty or uneven, or its vectors are of another length than those learned from.</exception>
    public ClassificationMetrics Evaluate(FeatureSet test)
    {
        test.Check(nameof(test));
        return ClassificationMetrics.Of(Classes, Score(test.Features), test.Labels, commonest);
    }

    private static (float[] Mean, float[] Deviation) Statistics(IReadOnlyList<float[]> features)
    {
        var mean = new double[features[0].Length];
        var square = new double[mean.Length];
        foreach (float[] row in features)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                if (!float.IsFinite(row[i]))
                    throw new ArgumentException($"A feature vector holds {row[i]} at place {i}; a classifier needs finite numbers.", nameof(features));
                mean[i] += row[i] / (double)features.Count;
            }
        }

        foreach (float[] row in features)
        {
            for (int i = 0; i < mean.Length; i++)
                square[i] += (row[i] - mean[i]) * (row[i] - mean[i]) / features.Count;
        }

        return ([.. mean.Select(value => (float)value)], [.. square.Select((value, i) => Math.Sqrt(value) > 1e-6 * Math.Abs(mean[i]) ? (float)Math.Sqrt(value) : 1)]);
    }

    // Double [rows, features + 1]; the last column is 1 and carries the bias.
    private static Tensor Standardised(IReadOnlyList<float[]> features, float[] mean, float[] deviation)
    {
        using DisposeScope scope = NewDisposeScope();
        int length = mean.Length;
        Tensor rows = ones([features.Count, length + 1], dtype: float64);
        for (int row = 0; row < features.Count; row++)
            rows[row].narrow(0, 0, length).copy_(tensor(features[row]));
        Tensor values = rows.narrow(1, 0, length);
        values.sub_(tensor(mean)).div_(tensor(deviation));
        return rows.MoveToOuterDisposeScope();
    }
}
