using Cacl.Clips;
using TorchSharp;

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

    [Theory]
    [InlineData(-1)]
    [InlineData(-5000)]
    public void Encoder_whose_weights_are_damaged_is_refused_by_name(int place)
    {
        using TrainingResult result = Train();
        result.Encoder.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length + place] ^= 4;
        File.WriteAllBytes(path, bytes);

        foreach (Action read in new Action[] { () => VideoEncoder.Load(path), () => VideoEncoder.FromWeights(path, result.Encoder.Settings) })
            Assert.StartsWith($"{path} is damaged, or another program changed it: its checksum", Assert.Throws<InvalidDataException>(read).Message);
    }

    [Fact]
    public void Encoder_takes_clips_of_another_shape_with_the_same_weights()
    {
        using TrainingResult result = Train();
        var clips = new ClipOptions { Frames = 16, Interval = 3, ShortSide = 320, CropSize = 320 };
        var random = new Random(5);
        byte[] pixels = new byte[8 * 16 * 320 * 320 * 3];   // more than is computed together
        random.NextBytes(pixels);

        using VideoEncoder other = result.Encoder.WithClips(clips);

        Assert.Equal(result.Encoder.Settings with { Clips = clips }, other.Settings);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        float[] together = other.Features(pixels, 8).data<float>().ToArray();
        for (int clip = 0; clip < 8; clip++)
        {
            byte[] one = pixels[(clip * pixels.Length / 8)..((clip + 1) * pixels.Length / 8)];
            torch.Tensor prepared = BackgroundSubtraction.Apply(torch.tensor(one, [1, 16, 320, 320, 3]).permute(0, 4, 1, 2, 3).to(torch.float32) / 255);
            float[] expected = result.Encoder.Compute(prepared).data<float>().ToArray();
            Assert.All(expected.Zip(together[(clip * 16)..((clip + 1) * 16)]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public void Clips_that_the_network_can_not_compute_are_refused()
    {
        var settings = new EncoderSettings
        {
            Architecture = new C3dArchitecture { Channels = [2, 2, 2, 2, 2] }, Clips = new ClipOptions { Frames = 8, ShortSide = 16, CropSize = 16 }, BackgroundSubtraction = false, EmbedClips = 1,
        };
        using var encoder = new VideoEncoder(settings.Architecture.Create(), settings, torch.CPU);

        Assert.StartsWith(
            "C3dArchitecture can't compute clips of 4 frames of 16 x 16 pixels: ",
            Assert.Throws<NotSupportedException>(() => encoder.WithClips(settings.Clips with { Frames = 4 })).Message);
        Assert.StartsWith(
            "EncoderSettings: Clips.Frames is 1; it must be from 2 to 1024.",
            Assert.Throws<ArgumentException>(() => encoder.WithClips(settings.Clips with { Frames = 1 })).Message);
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

        Assert.Equal($"{path}: the settings in its metadata can't be used: their Architecture does not name its Network; the file is of another version of this library, and its encoder must be trained anew.", exception.Message);
    }

    [Theory]
    [InlineData("\"EmbedClips\":", "\"Taps\":3,\"EmbedClips\":", "There is no setting Taps.")]
    [InlineData("\"Interval\":2,", "", "The setting Clips.Interval is missing.")]
    [InlineData("\"StemKernelSize\":5", "\"StemKernel\":5", "The setting Architecture.StemKernelSize is missing. There is no setting Architecture.StemKernel.")]
    [InlineData("\"Method\":\"cacl\",", "\"Method\":\"cacl\",\"Method\":\"cacl\",", "Duplicate property 'Method' encountered during deserialization")]
    [InlineData("\"Channels\":[16,", "\"Channels\":[2000000000,", "Architecture.Channels is [2000000000, 32, 64, 128]; every entry must be from 1 to 4096.")]
    [InlineData("\"Blocks\":[1,", "\"Blocks\":[2000000000,", "Architecture.Blocks is [2000000000, 1, 1, 1]; every entry must be from 1 to 1000.")]
    [InlineData("\"EmbedClips\":10", "\"EmbedClips\":10000", "EmbedClips takes 10000 clips of 16 frames of 112x112 pixels, 602112 bytes each; together they must be at most 2147483591 bytes.")]
    public void Settings_in_a_file_are_all_there_and_no_others(string what, string by, string fault)
    {
        var settings = new EncoderSettings { Architecture = R3dArchitecture.Small, Clips = new ClipOptions(), BackgroundSubtraction = false, EmbedClips = 10, Method = "cacl" };
        string json = settings.ToJson();
        Assert.Contains(what, json);
        using var values = TorchSharp.torch.rand(2);
        Safetensors.Write(path, new Dictionary<string, TorchSharp.torch.Tensor> { ["x"] = values }, new Dictionary<string, string> { ["cacl.encoder"] = json.Replace(what, by, StringComparison.Ordinal) });

        Assert.StartsWith($"{path}: the settings in its metadata can't be used: {fault}", Assert.Throws<InvalidDataException>(() => VideoEncoder.Load(path)).Message);
    }

    [Theory]
    [MemberData(nameof(Large))]
    public void File_is_refused_before_a_network_is_made_that_it_can_not_hold(EncoderArchitecture architecture, long fewest)
    {
        var settings = new EncoderSettings { Architecture = architecture, Clips = new ClipOptions(), BackgroundSubtraction = false, EmbedClips = 1 };
        using var values = TorchSharp.torch.rand(2);
        Safetensors.Write(path, new Dictionary<string, TorchSharp.torch.Tensor> { ["x"] = values }, new Dictionary<string, string> { ["cacl.encoder"] = settings.ToJson() });

        Assert.Equal($"{path} holds 2 weights, and the network that its settings tell has {fewest} at least.", Assert.Throws<InvalidDataException>(() => VideoEncoder.Load(path)).Message);
    }

    // Terabytes each.
    public static TheoryData<EncoderArchitecture, long> Large => new()
    {
        { new R3dArchitecture { Channels = [4096], Blocks = [1000] }, 9L * 4096 * 4096 * 1000 },
        { new SlowArchitecture { Channels = [4096, 1], Blocks = [1000, 1], BlockFrames = [1, 1] }, 9L * 4096 * 4096 * 1000 + 9 },
        { new FrameMeanArchitecture { Frames = new FrameArchitecture { Channels = [4096], Blocks = [1000] } }, 9L * 4096 * 4096 * 1000 },
    };

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
