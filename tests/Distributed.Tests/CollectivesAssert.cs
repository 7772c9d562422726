using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Distributed.Tests;

/// <summary>What JobMember must say of its collectives, by plain loops.</summary>
internal static class CollectivesAssert
{
    private const int Large = 1_100_001;

    private static readonly string[] Types = ["Byte", "Bool", "Int32", "Int64", "Float16", "BFloat16", "Float32", "Float64"];

    public static void Holds(int ranks, Func<int, IReadOnlyList<string>> lines)
    {
        string? rounded = null;
        for (int rank = 0; rank < ranks; rank++)
        {
            string[] expected = [.. Expected(ranks, rank)];
            IReadOnlyList<string> said = lines(rank);
            Assert.Equal($"rank {rank} of {ranks}", said[0]);
            Assert.Equal(expected, said.Skip(1).Take(expected.Length));
            string[] rest = [.. said.Skip(1 + expected.Length)];
            Assert.StartsWith("rounded: ", rest[0]);
            Assert.Equal(rounded ??= rest[0], rest[0]);
            Assert.Equal(
                [
                    "near True",
                    "sum of bytes: A sum over processes is made of float32, float64 and int64, and the tensor is of Byte. (Parameter 'values')",
                    "strided: The tensor of shape [4, 4] is not contiguous, and its memory can't be exchanged as it lies. (Parameter 'values')",
                    $"root: There are ranks 0 to {ranks - 1}. (Parameter 'root')",
                    $"Actual value was {ranks}.",
                    "rows: A single value has no rows to be put below others. (Parameter 'rows')",
                    "joined: This process has joined its job already, and a process can do so once: hand the communicator on.",
                    "left: disposed",
                    "left: disposed",
                    "left: disposed",
                ],
                rest[1..]);
        }
    }

    private static IEnumerable<string> Expected(int ranks, int rank)
    {
        foreach ((string type, int count) in new[] { 5, 0 }.SelectMany(count => Types.Select(type => (type, count))).Append(("Float32", Large)))
        {
            int values = type == "Bool" ? 2 : 113;
            if (type is "Float32" or "Float64" or "Int64")
                yield return $"sum {type} {count}: {Said(Sum(ranks, count))}";
            yield return $"broadcast {type} {count}: {Said(Values(ranks - 1, count, values))}";
            yield return $"gather {type} [{3 * ranks}, {count}]: {Said([.. Enumerable.Range(0, ranks).SelectMany(other => Values(other, 3 * count, values))])}";
        }
        double[] slice = Values(rank, 9, 113);
        Sum(ranks, 9).AsSpan(3, 2).CopyTo(slice.AsSpan(3));
        slice[7] = Values(ranks - 1, 9, 113)[7];
        yield return $"slice: {Said(slice)}";
        yield return $"texts {string.Join('|', Enumerable.Range(0, ranks).Select(other => new string('x', other)))}";
    }

    private static double[] Sum(int ranks, int count)
    {
        var sum = new double[count];
        for (int rank = 0; rank < ranks; rank++)
        {
            double[] values = Values(rank, count, 113);
            for (int i = 0; i < count; i++)
                sum[i] += values[i];
        }
        return sum;
    }

    private static double[] Values(int rank, int count, int values)
    {
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (i + (37 * rank)) % values;
        return numbers;
    }

    private static string Said(double[] numbers) =>
        numbers.Length < 100 ? string.Join(' ', numbers) : Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<double>(numbers)));
}
