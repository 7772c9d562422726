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

    [Fact]
    public void File_whose_architecture_names_no_network_is_refused()
    {
        using var values = TorchSharp.torch.rand(2);
        Safetensors.Write(path, new Dictionary<string, TorchSharp.torch.Tensor> { ["x"] = values }, new Dictionary<string, string>
        {
            ["cacl.encoder"] = """{"Architecture":{"StemKernelSize":7,"Channels":[64],"Blocks":[1]}}""",
        });

        var exception = Assert.Throws<InvalidDataException>(() => VideoEncoder.Load(path));

        Assert.Equal($"{path}: the settings in its metadata can't be read: their Architecture does not name its Network; the file is of another version of this library, and its encoder must be trained anew.", exception.Message);
    }

    [Theory]
    [InlineData("C3D")]
    [InlineData("MC3-18")]
    [InlineData("R(2+1)D")]
    public void Every_kind_of_network_trains_and_comes_back_from_its_file(string name)
    {
        EncoderArchitecture architecture = EncoderArchitecture.Named(name) switch
        {
            C3dArchitecture c3d => c3d with { Channels = [4, 4, 8, 8, 16] },
            ResidualArchitecture residual => residual with { Channels = [4, 8], Blocks = [1, 2] },
            EncoderArchitecture other => other,
        };
        CaclOptions options = MovingClips.Options with { Encoder = architecture, Clips = MovingClips.Options.Clips with { Frames = 8 }, Steps = 2 };
        using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(8, frames: 8), MovingClips.Size);
        byte[] clip = MovingClips.Make(1, frames: 8)[0];
        result.Encoder.Save(path);

        using VideoEncoder loaded = VideoEncoder.Load(path);

        Assert.Equal(architecture, loaded.Settings.Architecture);
        Assert.Equal(result.Encoder.EmbedClip(clip, MovingClips.Size), loaded.EmbedClip(clip, MovingClips.Size));
    }

    private static TrainingResult Train() => new CaclTrainer(MovingClips.Options with { Steps = 2 }).Train(MovingClips.Make(8), MovingClips.Size);
}
