using Microsoft.ML.Data;

namespace Packages.Tests.MicrosoftML;

public sealed class Point
{
    public float X { get; set; }

    public float Y { get; set; }

    public string Label { get; set; } = "";
}

public sealed class Features
{
    [VectorType(3)]
    public float[] Values { get; set; } = new float[3];
}

internal static class Points
{
    private static readonly (float X, float Y, string Label)[] Centres = [(0, 5, "north"), (5, -3, "east"), (-5, -3, "west")];

    /// <summary>Three clouds around far centres, the same on every call.</summary>
    public static IReadOnlyList<Point> Clusters(int rows, int seed = 5)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, rows).Select(i => new Point
        {
            X = Centres[i % 3].X + random.NextSingle(),
            Y = Centres[i % 3].Y + random.NextSingle(),
            Label = Centres[i % 3].Label,
        }).ToList();
    }
}
