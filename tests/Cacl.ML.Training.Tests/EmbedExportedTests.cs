using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class EmbedExportedTests(TrainedSet trained) : IClassFixture<TrainedSet>
{
    [Fact]
    public void An_exported_encoder_gives_the_vectors_of_the_trained_one()
    {
        string encoder = Path.Join(trained.Videos.Folder, "same.onnx");
        trained.Transformer.Training.Encoder.SaveOnnx(encoder);
        float[][] expected = trained.Transformer.Transform(trained.Good).GetColumn<float[]>("Features").ToArray();

        using EmbedTransformer transformer = trained.Ml.Video().Transforms.Embed("Features", "VideoPath", encoder).Fit(trained.Good);
        float[][] embedded = transformer.Transform(trained.Good).GetColumn<float[]>("Features").ToArray();

        Assert.Equal(expected.Length, embedded.Length);
        foreach ((float[] one, float[] other) in expected.Zip(embedded))
            Assert.Equal(one, other, (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Contains(expected[0], value => Math.Abs(value) > 1e-2);
        Assert.NotEqual(expected[0], expected[^1]);
    }

    [Fact]
    public void Ready_clips_have_the_vectors_that_they_have_where_they_were_trained()
    {
        string encoder = Path.Join(trained.Videos.Folder, "clips.onnx");
        trained.Transformer.Training.Encoder.SaveOnnx(encoder);
        using VideoFeaturizer featurizer = VideoFeaturizer.Open(encoder);
        var size = new Clips.FrameSize(20, 17);
        var clip = new byte[6 * size.ByteCount];
        new Random(3).NextBytes(clip);

        Assert.Equal(trained.Transformer.Training.Encoder.EmbedClip(clip, size), featurizer.EmbedClips(clip, size), (a, b) => Math.Abs(a - b) < 1e-4);
    }
}
