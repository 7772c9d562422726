namespace Cacl.Onnx.Tests;

public class LargeEncoderTests
{
    [Theory]
    [InlineData("too_large", "takes clips that are too large: float [clips, 3, 30000, 30000, 30000], which is 81000000000000 bytes a clip; at most 2147483591 are possible.")]
    [InlineData("too_long_vectors", "gives vectors that are too long: 1048577 numbers each; at most 1048576 are possible.")]
    public void A_graph_whose_clips_or_vectors_no_array_holds_is_refused(string name, string expected)
    {
        var fault = Assert.Throws<InvalidDataException>(() => OnnxVideoEncoder.Open(Fixture(name)));

        Assert.Equal($"'{Fixture(name)}' {expected}", fault.Message);
    }

    [Fact]
    public void A_batch_that_no_array_holds_is_refused_with_the_size_of_a_clip()
    {
        var fault = Assert.Throws<ArgumentException>(() => VideoFeaturizer.Open(Fixture("usual_size"), new VideoFeaturizerOptions { BatchSize = 892 }));

        Assert.Equal(
            $"VideoFeaturizerOptions: BatchSize is 892, and a clip of the encoder '{Fixture("usual_size")}' has 2408448 bytes; together they must be at most 2147483591 bytes.",
            fault.Message);
        VideoFeaturizer.Open(Fixture("usual_size"), new VideoFeaturizerOptions { BatchSize = 891 }).Dispose();
    }

    [Fact]
    public void More_vectors_than_an_array_holds_are_refused_before_they_are_computed()
    {
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(Fixture("long_vectors"));

        var fault = Assert.Throws<InvalidOperationException>(() => MeanFeatures.Complete(encoder, 1, [new DecodedClips([], 2048, null)], 1, TestContext.Current.CancellationToken));

        Assert.Equal("2048 clips of 1048576 features each are too many to be averaged at once; together they must be at most 2147483591 numbers.", fault.Message);
    }

    private static string Fixture(string name) => Path.Join(AppContext.BaseDirectory, "Fixtures", name + ".onnx");
}
