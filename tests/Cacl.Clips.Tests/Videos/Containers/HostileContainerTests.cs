using static Cacl.Clips.Tests.ContainerBytes;

namespace Cacl.Clips.Tests;

public sealed class HostileContainerTests
{
    private static readonly byte[][] Seeds =
    [
        Mp4([("vide", "avc1"), ("soun", "mp4a")], Cover()), Avi([("vids", "XVID"), ("auds", "55")], List("movi", new byte[60])),
        Matroska(Tracks((1, "V_VP9"), (2, "A_OPUS")), Attachment("image/png"), Cluster()), OggPage([1, .. "vorbis"u8]),
        Join(Ascii("fLaC"), [0, 0, 0, 34], new byte[34], [0x86, 0, 0, 9], new byte[9]),
        Join(Ascii("ID3"), [4, 0, 0, 0, 0, 0, 30], Ascii("APIC"), BigEndian(20), new byte[22]),
        Join([0xFF, 0xFB, 0x90, 0x00], new byte[413], [0xFF, 0xFB, 0x90, 0x00], new byte[413]),
        Join(Convert.FromHexString("3026B2758E66CF11A6D900AA0062CE6C"), new byte[14], Convert.FromHexString("9107DCB7B7A9CF118EE600C00C205365"), LittleEndian(104), new byte[100]),
        Join([0, 0, 1, 0xBA, 0x44], new byte[9], [0, 0, 1, 0xC0, 0, 10], new byte[10]),
        TransportStream(), Ascii("<html>\u00C3\u00A4 and so on"), Join(Ascii("FLV\u0001"), [4, 0, 0, 0, 9]),
    ];

    [Fact]
    public void No_bytes_make_the_probe_throw_or_read_without_end()
    {
        int said = 0;
        for (int seed = 0; seed < 20_000; seed++)
        {
            byte[] bytes = Mutated(new Random(seed));
            CountingStream stream = new(bytes);
            try
            {
                (VideoFault Fault, string Cause)? found = ContainerProbe.WhyNot(stream);
                said += found is null ? 0 : 1;
                Assert.True(found is null or { Cause.Length: > 5 and < 400 }, found?.Cause);
                Assert.DoesNotContain(found?.Cause ?? "", char.IsControl);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed}: {exception}");
            }
            Assert.InRange(stream.Reads, 0, ProbedFile.MostReads);
        }
        // Otherwise the mutations would leave nothing of the formats to be walked through.
        Assert.InRange(said, 5_000, 19_999);
    }

    [Fact]
    public void Boxes_without_number_are_given_up_and_nothing_is_said_to_be_missing()
    {
        byte[] many = [.. Enumerable.Repeat(Box("free"), 100_000).SelectMany(box => box)];
        CountingStream stream = new(many);
        Assert.Null(ContainerProbe.WhyNot(stream));
        Assert.Equal(ProbedFile.MostReads, stream.Reads);
    }

    [Fact]
    public void Boxes_nested_and_repeated_do_not_multiply_the_work()
    {
        byte[] track = Box("trak", Box("mdia", [.. Enumerable.Repeat(Box("free"), 500)]));
        CountingStream stream = new(Join(Box("ftyp", Ascii("isom")), Box("moov", [.. Enumerable.Repeat(track, 500)])));
        ContainerProbe.WhyNot(stream);
        Assert.InRange(stream.Reads, 1, ProbedFile.MostReads);
    }

    private static byte[] Mutated(Random random)
    {
        if (random.Next(20) == 0)
        {
            byte[] noise = new byte[random.Next(300)];
            random.NextBytes(noise);
            return noise;
        }
        List<byte> bytes = [.. Seeds[random.Next(Seeds.Length)]];
        for (int change = random.Next(1, 8); change > 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count), count = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)(random.Next(2) * 255); break;
                case 2: bytes.RemoveRange(at, count); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
                case 4: bytes.InsertRange(at, Seeds[random.Next(Seeds.Length)]); break;
                default: bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : 1); break;
            }
        }
        return [.. bytes];
    }

    /// <summary>A table of programs, the program's own table that names sound alone, and a packet of nothing.</summary>
    private static byte[] TransportStream() =>
        Join(Packet(0x40, 0, [0, 0, 0xB0, 13, 0, 1, 0xC1, 0, 0, 0, 1, 0xE1, 0, 0, 0, 0, 0]), Packet(0x41, 0, [0, 2, 0xB0, 18, 0, 1, 0xC1, 0, 0, 0xE1, 1, 0xF0, 0, 0x0F, 0xE1, 1, 0xF0, 0, 0, 0, 0, 0]), Packet(0x1F, 0xFF, []));

    private static byte[] Packet(byte high, byte low, byte[] content) => [0x47, high, low, 0x10, .. content, .. Enumerable.Repeat((byte)0xFF, 184 - content.Length)];

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public int Reads { get; private set; }

        public override long Position
        {
            get => base.Position;
            set
            {
                // The probe goes to a place once for each piece that it reads.
                Reads++;
                base.Position = value;
            }
        }
    }
}
