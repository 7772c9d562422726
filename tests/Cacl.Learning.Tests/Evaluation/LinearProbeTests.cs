using System.Text.Json;
using Cacl.Clips;

namespace Cacl.Learning.Tests;

public class LinearProbeTests
{
    [Fact]
    public void Probabilities_are_those_of_another_solver()
    {
        JsonElement fixture = Fixture.Read("linearprobe.json");
        int length = fixture.GetProperty("length").GetInt32();
        var train = new FeatureSet([.. fixture.GetProperty("features").Floats().Chunk(length)], [.. fixture.GetProperty("labels").Longs().Select(label => $"{label}")]);

        LinearProbe probe = LinearProbe.Fit(train, new LinearProbeOptions { L2 = fixture.GetProperty("l2").GetDouble(), Tolerance = 1e-9 });
        IReadOnlyList<float[]> scores = probe.Score([.. fixture.GetProperty("tests").Floats().Chunk(length)]);

        Assert.True(probe.Converged, $"The gradient is {probe.GradientSize} after {probe.Steps} steps.");
        double[] logs = [.. scores.SelectMany(row => row.Select(score => score - Math.Log(row.Sum(other => Math.Exp(other)))))];
        float[] expected = fixture.GetProperty("logits").Floats();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], logs[i], 1e-5);
    }

    [Fact]
    public void Two_classes_of_one_feature_lie_where_the_gradient_of_the_plain_formula_is_zero()
    {
        // Standardised already: mean 0, deviation 1.
        float[] x = [-1.5f, -0.5f, 0.5f, 1.5f];
        double scale = Math.Sqrt(x.Average(value => value * value));
        string[] labels = ["a", "b", "a", "b"];
        const double l2 = 0.05;

        LinearProbe probe = LinearProbe.Fit(new FeatureSet([.. x.Select(value => new[] { value })], labels), new LinearProbeOptions { L2 = l2, Tolerance = 1e-10 });

        // By symmetry the classes' weights are w and -w: minimise mean log(1 + e^(-2 w y x)) + L2 w^2, y = -1 for a and 1 for b.
        double w = 0;
        for (int i = 0; i < 200; i++)
        {
            double slope = x.Zip(labels).Average(pair => Slope(pair.First / scale * (pair.Second == "a" ? -1 : 1), w)) + 2 * l2 * w;
            w -= slope;
        }

        float[] scores = probe.Score([[1.5f]])[0];
        Assert.Equal(2 * w * 1.5 / scale, scores[1] - scores[0], 1e-5);

        static double Slope(double margin, double w) => -2 * margin / (1 + Math.Exp(2 * w * margin));
    }

    [Fact]
    public void Classes_that_a_plane_separates_are_told_and_one_that_was_not_learned_is_not()
    {
        FeatureSet train = Rings(40, seed: 1), test = Rings(30, seed: 2);
        var strange = new FeatureSet([.. test.Features, [0, 0]], [.. test.Labels, "unheard"]);

        ClassificationMetrics metrics = LinearProbe.Fit(train).Evaluate(strange);

        Assert.Equal(30.0 / 31, metrics.Accuracy);
        Assert.Equal(30.0 / 31, metrics.Top5Accuracy);
        Assert.Equal(31, metrics.Rows);
        Assert.Equal(1, metrics.PerLabel["c2"]);
        Assert.Equal(0, metrics.PerLabel["unheard"]);
        Assert.Equal(5.0 / 31, metrics.Chance, 1e-12);
    }

    [Fact]
    public void Five_best_of_six_classes_leave_the_sixth_out()
    {
        string[] classes = ["a", "b", "c", "d", "e", "f"];
        float[] falling = [6, 5, 4, 3, 2, 1];

        ClassificationMetrics metrics = ClassificationMetrics.Of(classes, [falling, falling, falling, falling], ["a", "e", "f", "b"], ClassificationMetrics.Commonest(["b", "a", "b"]));

        Assert.Equal(0.25, metrics.Accuracy);
        Assert.Equal(0.75, metrics.Top5Accuracy);
        Assert.Equal(0.25, metrics.Chance);
    }

    [Fact]
    public void Fit_that_runs_out_of_steps_says_so()
    {
        LinearProbe probe = LinearProbe.Fit(Rings(40, seed: 1), new LinearProbeOptions { MaximumSteps = 2 });

        Assert.False(probe.Converged);
        Assert.Equal(2, probe.Steps);
    }

    [Fact]
    public void What_can_not_be_learned_from_is_refused_with_the_reason()
    {
        Assert.Equal(
            "LinearProbeOptions: L2 is 0; it must be above 0 and at most 1000000: without it, the weights of classes that can be separated grow for ever. MaximumSteps is 0; it must be from 1 to 1000000.",
            Assert.Throws<ArgumentException>(() => LinearProbe.Fit(Rings(6, 1), new LinearProbeOptions { L2 = 0, MaximumSteps = 0 })).Message);
        Assert.StartsWith("All rows have the label 'a'", Assert.Throws<ArgumentException>(() => LinearProbe.Fit(new FeatureSet([[1], [2]], ["a", "a"]))).Message);
        Assert.StartsWith("A feature vector holds NaN at place 1", Assert.Throws<ArgumentException>(() => LinearProbe.Fit(new FeatureSet([[1, 1], [2, float.NaN]], ["a", "b"]))).Message);
        Assert.StartsWith("A vector has 3 values; this classifier learned from 2.", Assert.Throws<ArgumentException>(() => LinearProbe.Fit(Rings(6, 1)).Score([[1, 2, 3]])).Message);
    }

    // Six classes at even places of a circle, with little noise.
    private static FeatureSet Rings(int rows, ulong seed)
    {
        var random = new SampleRandom(seed, 0, 0);
        var features = new List<float[]>();
        for (int row = 0; row < rows; row++)
        {
            double angle = row % 6 * Math.PI / 3;
            features.Add([(float)(Math.Cos(angle) + 0.1 * random.NextDouble()), (float)(Math.Sin(angle) + 0.1 * random.NextDouble())]);
        }

        return new FeatureSet(features, [.. Enumerable.Range(0, rows).Select(row => $"c{row % 6}")]);
    }
}
