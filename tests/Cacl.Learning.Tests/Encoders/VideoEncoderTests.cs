using Cacl.Clips;

namespace Cacl.Learning.Tests;

public sealed class VideoEncoderTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"cacl-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Saved_encoder_gives_the_same_vectors_after_loading()
    {
        using TrainingResult result = Train();
        byte[] clip = MovingClips.Make(1)[0];
        result.Encoder.Save(path);

        using VideoEncoder loaded = VideoEncoder.Load(path);

        Assert.Equal(result.Encoder.Settings, loaded.Settings);
        Assert.Equal(result.Encoder.EmbedClip(clip, MovingClips.Size), loaded.EmbedClip(clip, MovingClips.Size));
    }

    [Fact]
    public void Threads_get_the_vectors_that_one_thread_gets()
    {
        using TrainingResult result = Train();
        List<byte[]> clips = MovingClips.Make(12);
        float[][] expected = [.. clips.Select(clip => result.Encoder.EmbedClip(clip, MovingClips.Size))];

        var found = new float[12][];
        Parallel.For(0, 12, i => found[i] = result.Encoder.EmbedClip(clips[i], MovingClips.Size));

        Assert.Equal(expected, found);
    }

    [Fact]
    public void Clip_of_another_shape_is_refused_with_both_shapes()
    {
        using TrainingResult result = Train();

        var exception = Assert.Throws<ArgumentException>(() => result.Encoder.EmbedClip(new byte[10], new FrameSize(20, 18)));

        Assert.StartsWith("The clip has 10 bytes of frames of 20 x 18 pixels; this encoder takes 6 RGB frames of at least 16 x 16.", exception.Message);
    }

    [Fact]
    public void File_without_an_encoder_is_refused_by_name()
    {
        using var values = TorchSharp.torch.rand(2);
        Safetensors.Write(path, new Dictionary<string, TorchSharp.torch.Tensor> { ["x"] = values });

        var exception = Assert.Throws<InvalidDataException>(() => VideoEncoder.Load(path));

        Assert.Equal($"{path} holds no video encoder: its metadata has no cacl.encoder.", exception.Message);
    }

    private static TrainingResult Train() => new CaclTrainer(MovingClips.Options with { Steps = 2 }).Train(MovingClips.Make(8), MovingClips.Size);
}
