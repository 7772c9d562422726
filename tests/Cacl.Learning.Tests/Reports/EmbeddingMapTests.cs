namespace Cacl.Learning.Tests.Reports;

public sealed class EmbeddingMapTests
{
    [Fact]
    public void Points_on_a_line_lie_on_the_first_axis()
    {
        // Unit direction (2, 3, 6) / 7, centre (1, 1, 1).
        double[] along = [-3, -1, 0, 4];
        var map = Map([.. along.Select(t => new[] { 1 + 2 * t / 7, 1 + 3 * t / 7, 1 + 6 * t / 7 })]);

        Assert.Equal(along, map.Points.Select(p => p.X), Within(1e-6));
        Assert.Equal([0, 0, 0, 0], map.Points.Select(p => p.Y), Within(1e-6));
        Assert.Equal(1, map.Explained, 1e-9);
    }

    [Fact]
    public void Axes_are_those_of_the_largest_variance_in_their_order()
    {
        var map = Map([[0, 0, 3], [0, 0, -3], [2, 0, 0], [-2, 0, 0], [0, 1, 0], [0, -1, 0]]);

        Assert.Equal([3, -3, 0, 0, 0, 0], map.Points.Select(p => p.X), Within(1e-6));
        Assert.Equal([0, 0, 2, -2, 0, 0], map.Points.Select(p => p.Y), Within(1e-6));
        Assert.Equal(13.0 / 14, map.Explained, 1e-9);
    }

    [Fact]
    public void Variance_in_more_dimensions_than_are_carried_along_is_counted_in_full()
    {
        // Variances 20, 19, ..., 1 on twenty axes: the plane holds 39 of 210.
        double[][] points = [.. Enumerable.Range(0, 20).SelectMany(axis => new[] { 1, -1 }.Select(sign =>
            Enumerable.Range(0, 20).Select(d => d == axis ? sign * Math.Sqrt(20 - axis) : 0).ToArray()))];
        var map = Map(points);

        Assert.Equal(39.0 / 210, map.Explained, 1e-3);
        Assert.Equal(Math.Sqrt(20), Math.Abs(map.Points[0].X), .05);
        Assert.Equal(Math.Sqrt(19), Math.Abs(map.Points[2].Y), .05);
    }

    [Fact]
    public void Equal_embeddings_lie_on_one_point()
    {
        var map = Map([[1, 2], [1, 2], [1, 2]]);

        Assert.All(map.Points, point => Assert.Equal((0.0, 0.0), (point.X, point.Y)));
        Assert.Equal(0, map.Explained);
    }

    [Fact]
    public void Single_and_missing_embeddings_make_a_map_too()
    {
        Assert.Single(Map([[1, 2, 3]]).Points);
        Assert.Empty(Map([]).Points);
        Assert.Equal([-1, 1], Map([[3], [5]]).Points.Select(p => p.X), Within(1e-6));
    }

    [Fact]
    public void Lists_that_differ_in_length_are_refused()
    {
        var counts = Assert.Throws<ArgumentException>(() => EmbeddingMap.Of("t", [[1f]], ["a", "b"], ["n"]));
        Assert.StartsWith("There are 1 embeddings, 2 groups and 1 names; the three must be equal.", counts.Message);

        var lengths = Assert.Throws<ArgumentException>(() => Map([[1, 2], [1, 2, 3]]));
        Assert.StartsWith("One embedding has 3 values and the first has 2; all must have the same number.", lengths.Message);
    }

    private static EmbeddingMap Map(double[][] points) =>
        EmbeddingMap.Of("t", [.. points.Select(p => p.Select(v => (float)v).ToArray())], [.. points.Select(_ => "g")], [.. points.Select(_ => "n")]);

    private static EqualityComparer<double> Within(double tolerance) => EqualityComparer<double>.Create((a, b) => Math.Abs(a - b) <= tolerance);
}
