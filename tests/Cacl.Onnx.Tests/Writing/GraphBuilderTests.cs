using Cacl.Clips;

namespace Cacl.Onnx.Tests;

public sealed class GraphBuilderTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"cacl-{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_graph_that_was_written_is_opened_with_its_shape_and_its_metadata()
    {
        var metadata = new EncoderMetadata { Clips = new ClipOptions { Frames = 4, ShortSide = 9, CropSize = 8 }, EmbedClips = 3, Method = "cacl", TrainingVideos = 7, License = "MIT" };
        Write(metadata);

        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(path);

        Assert.Equal((ClipLayout.Bytes, 4, 8, 8, 3), (encoder.Layout, encoder.Frames, encoder.Height, encoder.Width, encoder.FeatureLength));
        Assert.Equal(metadata, encoder.Metadata);
        byte[] clips = [.. Enumerable.Range(0, 2).SelectMany(clip => Enumerable.Range(0, 4 * 8 * 8).SelectMany(_ => new[] { (byte)(10 + clip), (byte)20, (byte)30 }))];
        var colours = new float[6];
        encoder.Embed(clips, 2, colours);
        Assert.Equal([10, 20, 30, 11, 20, 30], colours);
    }

    [Fact]
    public void Metadata_of_other_clips_than_the_graphs_is_refused_with_both()
    {
        Write(new EncoderMetadata { Clips = new ClipOptions { Frames = 5, ShortSide = 9, CropSize = 9 }, EmbedClips = 3 });

        var exception = Assert.Throws<InvalidDataException>(() => OnnxVideoEncoder.Open(path));

        Assert.Equal($"The encoder '{path}' has metadata for clips of 5 frames of 9 x 9 pixels, and a graph for 4 of 8 x 8.", exception.Message);
    }

    [Fact]
    public void Weights_beyond_what_a_file_holds_are_refused_before_anything_is_written()
    {
        var graph = new GraphBuilder(mostWeightBytes: 40);
        graph.Weights([1, 2, 3, 4], 4);
        graph.Weights([5, 6, 7, 8, 9, 10], 2, 3);

        var exception = Assert.Throws<NotSupportedException>(() => graph.Weights([11], 1));

        Assert.Equal("The network's weights take more than 40 bytes, which is the most that an ONNX file holds.", exception.Message);
    }

    // The mean of each colour over clips of 4 frames of 8 x 8 pixels.
    private void Write(EncoderMetadata metadata)
    {
        var graph = new GraphBuilder();
        string clips = graph.ByteInput("clips", 4, 8, 8, 3);
        graph.FloatOutput("features", graph.Mean(graph.Cast(clips), 1, 2, 3), 3);
        using FileStream stream = File.Create(path);
        graph.Write(stream, metadata.ToProperties());
    }
}
