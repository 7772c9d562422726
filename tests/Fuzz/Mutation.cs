using System.Buffers.Binary;

namespace Cacl.Fuzz;

/// <summary>Damages a file in one of several ways; the same seed and number always give the same bytes.</summary>
/// <param name="Number">Its number within the run.</param>
/// <param name="Base">The file that is damaged.</param>
/// <param name="Kind">In which way.</param>
/// <param name="Bytes">The damaged file.</param>
public sealed record Mutation(int Number, string Base, string Kind, byte[] Bytes)
{
    /// <summary>The kind of a file that nothing was done to.</summary>
    public const string Whole = "left as it is";

    private const int HeaderLength = 1024;

    private static readonly (string Kind, Action<List<byte>, byte[], Random> Apply)[] Ways =
    [
        (Whole, (_, _, _) => { }),
        ("flipped a few bits", (bytes, _, random) => Flip(bytes, random, random.Next(1, 8))),
        ("flipped many bits", (bytes, _, random) => Flip(bytes, random, bytes.Count / random.Next(20, 2000) + 8)),
        ("truncated", (bytes, _, random) => Cut(bytes, random.Next(1, bytes.Count))),
        ("spliced", Splice),
        ("overwritten from another", Overwrite),
        ("grown by noise", (bytes, _, random) => bytes.InsertRange(random.Next(bytes.Count), Noise(random, random.Next(1, 2000)))),
        ("appended to", (bytes, other, random) => bytes.AddRange(random.Next(2) == 0 ? other : Noise(random, random.Next(1, 20_000)))),
        ("repeated in part", Repeat),
        ("zeroed in part", Zero),
        ("shrunk", (bytes, _, random) => { (int at, int count) = Block(bytes, random); bytes.RemoveRange(at, count); }),
        ("header changed", (bytes, _, random) => ChangeHeader(bytes, random)),
        ("sizes changed", (bytes, _, random) => ChangeSizes(bytes, random)),
    ];

    /// <summary>Values that programs trip over.</summary>
    private static readonly uint[] Awkward = [0, 1, 2, 7, 8, 9, 0x7F, 0x80, 0xFF, 0x100, 0x3FFF, 0x4000, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0xFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF];

    /// <summary>The mutation of a number.</summary>
    public static Mutation Make(IReadOnlyList<string> files, int seed, int number)
    {
        Random random = new(unchecked(seed * 1_000_003 + number * 7919));
        string file = files[number % files.Count], other = files[random.Next(files.Count)];
        (string kind, Action<List<byte>, byte[], Random> apply) = Ways[random.Next(Ways.Length)];
        List<byte> bytes = [.. File.ReadAllBytes(file)];
        apply(bytes, File.ReadAllBytes(other), random);
        return new Mutation(number, Path.GetFileName(file), kind, [.. bytes]);
    }

    private static void Flip(List<byte> bytes, Random random, int count)
    {
        for (int i = 0; i < count; i++)
            bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
    }

    private static void Cut(List<byte> bytes, int length) => bytes.RemoveRange(length, bytes.Count - length);

    /// <summary>The beginning of the one, the end of the other.</summary>
    private static void Splice(List<byte> bytes, byte[] other, Random random)
    {
        Cut(bytes, random.Next(1, bytes.Count));
        bytes.AddRange(other.AsSpan(random.Next(other.Length)));
    }

    private static void Overwrite(List<byte> bytes, byte[] other, Random random)
    {
        (int at, int count) = Block(bytes, random);
        int from = random.Next(other.Length);
        for (int i = 0; i < count && from + i < other.Length; i++)
            bytes[at + i] = other[from + i];
    }

    private static void Repeat(List<byte> bytes, byte[] other, Random random)
    {
        (int at, int count) = Block(bytes, random);
        List<byte> block = bytes.GetRange(at, count);
        for (int times = random.Next(1, 4); times > 0; times--)
            bytes.InsertRange(at, block);
    }

    private static void Zero(List<byte> bytes, byte[] other, Random random)
    {
        (int at, int count) = Block(bytes, random);
        for (int i = 0; i < count; i++)
            bytes[at + i] = 0;
    }

    private static void ChangeHeader(List<byte> bytes, Random random)
    {
        for (int change = random.Next(1, 7); change > 0; change--)
            Put(bytes, random.Next(Math.Min(HeaderLength, bytes.Count)), random);
    }

    /// <summary>Next to names of four letters stand the sizes and counts: before them in MP4, behind them in AVI, inside either.</summary>
    private static void ChangeSizes(List<byte> bytes, Random random)
    {
        List<int> names = [];
        for (int i = 4; i + 4 <= bytes.Count; i++)
        {
            if (IsLetter(bytes[i]) && IsLetter(bytes[i + 1]) && IsLetter(bytes[i + 2]) && IsLetter(bytes[i + 3]))
                names.Add(i);
        }
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int name = names.Count > 0 ? names[random.Next(names.Count)] : random.Next(bytes.Count);
            Put(bytes, Math.Max(0, name + 4 * random.Next(-1, 8)), random);
        }
    }

    private static bool IsLetter(byte value) => value is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9';

    /// <summary>One, two or four bytes of an awkward or random value, in either order.</summary>
    private static void Put(List<byte> bytes, int at, Random random)
    {
        uint value = random.Next(4) == 0 ? (uint)random.NextInt64(1L << 32) : Awkward[random.Next(Awkward.Length)];
        int width = 1 << random.Next(3);
        byte[] written = new byte[4];
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt32LittleEndian(written, value);
        else
            BinaryPrimitives.WriteUInt32BigEndian(written, value << 8 * (4 - width));
        for (int i = 0; i < width && at + i < bytes.Count; i++)
            bytes[at + i] = written[i];
    }

    private static (int At, int Count) Block(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count);
        return (at, Math.Min(bytes.Count - at, 1 << random.Next(2, 14)));
    }

    private static byte[] Noise(Random random, int count)
    {
        byte[] noise = new byte[count];
        random.NextBytes(noise);
        return noise;
    }
}
