namespace Cacl.Onnx.Tests;

public sealed class OnnxVideoEncoderTests
{
    private const int Frames = 4, Height = 6, Width = 5, Features = 8;
    private const int ClipBytes = Frames * Height * Width * 3;

    [Theory]
    [InlineData("planes", ClipLayout.FloatPlanes)]
    [InlineData("bytes", ClipLayout.Bytes)]
    [InlineData("one_clip", ClipLayout.Bytes)]
    public void Open_reads_the_shape_of_clips_and_features_from_the_graph(string name, ClipLayout layout)
    {
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(Fixture(name));

        Assert.Equal(layout, encoder.Layout);
        Assert.Equal((Frames, Height, Width, Features), (encoder.Frames, encoder.Height, encoder.Width, encoder.FeatureLength));
        Assert.Equal(Fixture(name), encoder.Path);
    }

    [Theory]
    [InlineData("planes", 1)]
    [InlineData("planes", 3)]
    [InlineData("bytes", 1)]
    [InlineData("bytes", 3)]
    [InlineData("one_clip", 1)]
    [InlineData("one_clip", 3)]
    public void Embed_gives_what_the_graph_computes_of_each_clip(string name, int count)
    {
        byte[] clips = Clips(count, seed: 5);
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(Fixture(name));
        var features = new float[count * Features];

        encoder.Embed(clips, count, features);

        double[] expected = Naive(clips, count, encoder.Layout);
        double tolerance = 1e-5 * expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], features[i], tolerance);
    }

    [Fact]
    public void Embed_gives_the_same_from_several_threads_at_once()
    {
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(Fixture("planes"));
        float[][] alone = [.. Enumerable.Range(0, 16).Select(seed => Embed(encoder, seed))];

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Assert.Equal(alone[i % 16], Embed(encoder, i % 16)));
    }

    [Theory]
    [InlineData(ClipBytes - 1, 1, Features, "1 clips of 4 frames of 5 x 6 RGB pixels are 360 bytes; found 359. (Parameter 'clips')")]
    [InlineData(ClipBytes, 2, 2 * Features, "2 clips of 4 frames of 5 x 6 RGB pixels are 720 bytes; found 360. (Parameter 'clips')")]
    [InlineData(2 * ClipBytes, 2, Features, "2 clips have 16 features, 8 each; found room for 8. (Parameter 'features')")]
    public void Embed_rejects_spans_that_do_not_fit_the_count(int bytes, int count, int room, string message)
    {
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(Fixture("bytes"));

        ArgumentException exception = Assert.Throws<ArgumentException>(() => encoder.Embed(new byte[bytes], count, new float[room]));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void Embed_rejects_a_count_below_one()
    {
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(Fixture("bytes"));

        Assert.Throws<ArgumentOutOfRangeException>("count", () => encoder.Embed([], 0, []));
    }

    [Fact]
    public void Embed_tells_when_the_graph_gives_another_number_of_features_than_it_promised()
    {
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(Fixture("broken_promise"));

        var exception = Assert.Throws<InvalidOperationException>(() => encoder.Embed(Clips(1, 0), 1, new float[30]));

        Assert.Equal($"The encoder '{Fixture("broken_promise")}' gave 360 numbers for 1 clips; expected 30.", exception.Message);
    }

    [Fact]
    public void Embed_throws_after_Dispose_and_Dispose_may_be_called_twice()
    {
        OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(Fixture("bytes"));
        encoder.Dispose();
        encoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => encoder.Embed(Clips(1, 0), 1, new float[Features]));
    }

    [Theory]
    [InlineData("rank_4", "its input 'clip' to be float [clips, 3, frames, height, width] or byte [clips, frames, height, width, 3], with clips free or 1 and the others fixed; found float [clips, 3, 6, 5].")]
    [InlineData("longs", "its input 'clip' to be float [clips, 3, frames, height, width] or byte [clips, frames, height, width, 3], with clips free or 1 and the others fixed; found Int64 [clips, 3, 4, 6, 5].")]
    [InlineData("free_frames", "its input 'clip' to be float [clips, 3, frames, height, width] or byte [clips, frames, height, width, 3], with clips free or 1 and the others fixed; found float [clips, 3, frames, 6, 5].")]
    [InlineData("rank_5_features", "its output 'same' to be float [clips, features], with features fixed; found float [clips, 3, 4, 6, 5].")]
    [InlineData("two_outputs", "one output, found 2 (features, again).")]
    public void Open_tells_what_a_graph_lacks_to_be_a_video_encoder(string name, string expectedAndFound)
    {
        var exception = Assert.Throws<InvalidDataException>(() => OnnxVideoEncoder.Open(Fixture(name)));

        Assert.Equal($"'{Fixture(name)}' is no video encoder: expected {expectedAndFound}", exception.Message);
    }

    [Fact]
    public void Open_names_a_file_that_holds_no_graph()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        File.WriteAllText(path, "no graph");
        try
        {
            var exception = Assert.Throws<InvalidDataException>(() => OnnxVideoEncoder.Open(path));

            Assert.StartsWith($"'{path}' holds no graph that ONNX Runtime can load: ", exception.Message, StringComparison.Ordinal);
            Assert.EndsWith(". It must be a whole .onnx file, such as VideoEncoder.SaveOnnx and cacl export write.", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Open_names_a_file_that_is_not_there()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => OnnxVideoEncoder.Open("absent.onnx"));

        Assert.Equal("There is no encoder 'absent.onnx'.", exception.Message);
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name + ".onnx");

    private static byte[] Clips(int count, int seed)
    {
        var clips = new byte[count * ClipBytes];
        new Random(seed).NextBytes(clips);
        return clips;
    }

    private static float[] Embed(OnnxVideoEncoder encoder, int seed)
    {
        var features = new float[2 * Features];
        encoder.Embed(Clips(2, seed), 2, features);
        return features;
    }

    // The fixtures' matrix by plain loops: value i of a clip has the weight ((7 i + 13 d) mod 17 - 8) / 16 for feature d.
    private static double[] Naive(byte[] clips, int count, ClipLayout layout)
    {
        var features = new double[count * Features];
        for (int clip = 0; clip < count; clip++)
            for (int t = 0; t < Frames; t++)
                for (int y = 0; y < Height; y++)
                    for (int x = 0; x < Width; x++)
                        for (int c = 0; c < 3; c++)
                        {
                            int pixel = (t * Height + y) * Width + x;
                            byte value = clips[clip * ClipBytes + pixel * 3 + c];
                            (int i, double v) = layout == ClipLayout.Bytes ? (pixel * 3 + c, value) : (c * Frames * Height * Width + pixel, value / 255.0);
                            for (int d = 0; d < Features; d++)
                                features[clip * Features + d] += v * ((7 * i + 13 * d) % 17 - 8) / 16;
                        }

        return features;
    }
}
