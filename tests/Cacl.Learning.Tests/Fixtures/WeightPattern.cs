using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>Weights and inputs by the formula of make_network_fixtures.py, so that no weights need to be stored.</summary>
internal static class WeightPattern
{
    private const long Prime = 2147483647;

    /// <summary>Values from -1 to 1 without regularity: a quadratic sequence modulo a prime, begun at the name's CRC-32.</summary>
    public static double[] Values(string name, long count)
    {
        uint start = Crc32(Encoding.ASCII.GetBytes(name));
        var values = new double[count];
        for (long i = 0; i < count; i++)
        {
            long n = (start + i) % Prime;
            n = (n * n % Prime * 48271 + n * 16807) % Prime;
            values[i] = n * (2.0 / Prime) - 1;
        }

        return values;
    }

    /// <summary>The parameters and statistics that make_network_fixtures.py gives a network, by name.</summary>
    public static Dictionary<string, Tensor> StateOf(IReadOnlyDictionary<string, long[]> shapes)
    {
        var state = new Dictionary<string, Tensor>();
        foreach ((string name, long[] shape) in shapes)
        {
            if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                state[name] = zeros(shape, int64);
                continue;
            }

            (double offset, double scale) = shape.Length > 1 ? (0, Math.Sqrt(6.0 / (shape.Aggregate(1L, (product, size) => product * size) / shape[0])))
                : name.EndsWith("running_var", StringComparison.Ordinal) ? (1, 1 / 2.0)
                : name.EndsWith("weight", StringComparison.Ordinal) ? (1, 1 / 4.0)
                : (0, 1 / 4.0);
            double[] values = Values(name, shape.Aggregate(1L, (product, size) => product * size));
            state[name] = tensor(Array.ConvertAll(values, value => (float)(offset + value * scale))).view(shape);
        }

        return state;
    }

    public static Tensor Input(long[] shape) =>
        tensor(Array.ConvertAll(Values("input", shape.Aggregate(1L, (product, size) => product * size)), value => (float)(value / 2 + 0.5))).view(shape);

    private static uint Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) == 1 ? 0xEDB88320 : 0);
        }

        return ~crc;
    }
}
