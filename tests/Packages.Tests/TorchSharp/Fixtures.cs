using System.Globalization;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Packages.Tests.Torch;

/// <summary>What PyTorch computed, as make_fixtures.py wrote it.</summary>
internal static class Fixtures
{
    private static readonly JsonElement s_all =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TorchSharp", "fixtures.json"))).RootElement;

    public static IEnumerable<string> Names(string prefix) =>
        s_all.EnumerateObject().Select(entry => entry.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Fails unless the tensor has the kind, the shape and, within the tolerance, the numbers of the fixture.</summary>
    public static void Same(string name, Tensor actual, double tolerance = 2e-5)
    {
        JsonElement expected = s_all.GetProperty(name);
        string kind = actual.dtype == ScalarType.Bool ? "bool" : actual.is_floating_point() ? "float" : "long";
        Assert.Equal(expected.GetProperty("kind").GetString(), kind);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), actual.shape);
        double[] values = actual.detach().to(ScalarType.Float64).data<double>().ToArray();
        double[] wanted = [.. expected.GetProperty("values").EnumerateArray().Select(Number)];
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].Equals(values[i])) continue;
            double error = Math.Abs(wanted[i] - values[i]);
            Assert.True(error <= tolerance * Math.Max(1, Math.Abs(wanted[i])), $"{name}[{i}]: {values[i]:r} is not PyTorch's {wanted[i]:r}");
        }
    }

    /// <summary>The numbers that make_fixtures.py feeds in.</summary>
    public static Tensor Wave(params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(Math.Sin((i * 1.7) + 0.3) * 2);
        return tensor(values, shape);
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN }
        : double.Parse(value.GetRawText(), CultureInfo.InvariantCulture);
}
