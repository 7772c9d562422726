using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>Numbers that make_fixtures.py took from PyTorch.</summary>
internal static class Fixture
{
    public static JsonElement Read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }

    public static float[] Floats(this JsonElement element) => [.. element.EnumerateArray().Select(value => (float)value.GetDouble())];

    public static long[] Longs(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetInt64())];

    public static Tensor Tensor(this JsonElement element, params long[] shape) => tensor(element.Floats()).view(shape);

    public static void AssertClose(float[] expected, Tensor actual, double tolerance = 1e-5)
    {
        float[] values = actual.detach().contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"Value {i} is {values[i]}, expected {expected[i]}.");
    }
}
