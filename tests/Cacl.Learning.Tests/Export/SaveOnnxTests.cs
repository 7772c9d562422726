using Cacl.Clips;
using Cacl.Onnx;
using TorchSharp;
using static Cacl.Learning.Tests.OnnxComparison;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public sealed class SaveOnnxTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-onnx-").FullName;

    public static TheoryData<string> Names => [.. EncoderArchitecture.Names];

    private string Saved => Path.Combine(folder, "encoder.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_encoder_gives_the_same_vectors_in_ONNX_Runtime(string name)
    {
        using VideoEncoder encoder = Encoder(Settings(Narrow(name)));

        encoder.SaveOnnx(Saved);

        AssertSame(Saved, (clips, count) => encoder.Features(clips, count));
    }

    [Theory]
    [InlineData("R3D-18")]
    [InlineData("R(2+1)D-18")]
    [InlineData("Slow-R50")]
    [InlineData("ResNet-50")]
    public void An_encoder_of_the_published_width_gives_the_same_vectors_too(string name)
    {
        using VideoEncoder encoder = Encoder(Settings(EncoderArchitecture.Named(name)));

        encoder.SaveOnnx(Saved);

        AssertSame(Saved, (clips, count) => encoder.Features(clips, count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Vectors_have_a_length_of_one_where_that_is_asked_for(string name)
    {
        using VideoEncoder encoder = Encoder(Settings(Narrow(name)));

        encoder.SaveOnnx(Saved, new OnnxExportOptions { NormalizeLength = true });

        AssertSame(Saved, (clips, count) => InfoNce.Normalize(encoder.Features(clips, count)));
    }

    [Theory]
    [InlineData("R3D", true, PixelNormalization.None)]
    [InlineData("R3D", false, PixelNormalization.Kinetics400)]
    [InlineData("C3D", false, PixelNormalization.ImageNet)]
    [InlineData("R(2+1)D-18", true, PixelNormalization.Kinetics400)]
    public void What_is_done_to_pixels_is_part_of_the_graph(string name, bool subtractBackground, PixelNormalization normalization)
    {
        using VideoEncoder encoder = Encoder(Settings(Narrow(name) with { Normalization = normalization }) with { BackgroundSubtraction = subtractBackground });

        encoder.SaveOnnx(Saved);

        AssertSame(Saved, (clips, count) => encoder.Features(clips, count));
    }

    [Fact]
    public void A_vector_of_zeros_stays_one_when_lengths_are_normalised()
    {
        using VideoEncoder encoder = Encoder(Settings(Narrow("C3D")));
        using (no_grad())
            encoder.Network.state_dict()["bn5b.bias"].fill_(-1000);

        encoder.SaveOnnx(Saved, new OnnxExportOptions { NormalizeLength = true });

        using OnnxVideoEncoder runtime = OnnxVideoEncoder.Open(Saved);
        Assert.Equal(new float[runtime.FeatureLength], Embed(runtime, RandomClips(runtime, 1), 1));
    }

    [Fact]
    public void A_trained_encoder_embeds_a_clip_alike_from_its_file_and_the_file_says_what_it_needs()
    {
        using TrainingResult result = new CaclTrainer(MovingClips.Options with { Steps = 2 }).Train(MovingClips.Make(8), MovingClips.Size);
        byte[] clip = MovingClips.Make(1)[0];
        ClipOptions wanted = result.Encoder.Settings.Clips;
        var cropped = new byte[wanted.Frames * wanted.CropSize * wanted.CropSize * 3];
        new RawClip(clip, MovingClips.Size).CropCentre(wanted.Frames, wanted.CropSize, cropped);

        result.Encoder.SaveOnnx(Saved, new OnnxExportOptions { License = "CC-BY-4.0" });

        using OnnxVideoEncoder runtime = OnnxVideoEncoder.Open(Saved);
        float[] expected = result.Encoder.EmbedClip(clip, MovingClips.Size), found = Embed(runtime, cropped, 1);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(
            new EncoderMetadata { Clips = wanted, EmbedClips = result.Encoder.Settings.EmbedClips, Method = "cacl", TrainingVideos = 8, License = "CC-BY-4.0" },
            runtime.Metadata);
    }

    [Fact]
    public void The_same_encoder_gives_the_same_bytes_also_after_it_was_saved_and_loaded()
    {
        using VideoEncoder encoder = Encoder(Settings(Narrow("R3D")));
        string again = Path.Combine(folder, "again.onnx"), weights = Path.Combine(folder, "encoder.safetensors");
        encoder.Save(weights);
        using VideoEncoder loaded = VideoEncoder.Load(weights);

        encoder.SaveOnnx(Saved);
        loaded.SaveOnnx(again);

        Assert.Equal(File.ReadAllBytes(Saved), File.ReadAllBytes(again));
    }

    [Fact]
    public void ONNX_checks_every_encoder_and_finds_no_batch_norm()
    {
        var paths = new List<string>();
        foreach (string name in EncoderArchitecture.Names)
        {
            using VideoEncoder encoder = Encoder(Settings(Narrow(name) with { Normalization = PixelNormalization.Kinetics400 }) with { BackgroundSubtraction = true });
            paths.Add(Path.Combine(folder, $"{paths.Count}.onnx"));
            encoder.SaveOnnx(paths[^1], new OnnxExportOptions { NormalizeLength = true, License = "MIT" });
        }

        string[] lines = OnnxChecker.Check(paths);

        Assert.Equal(paths.Count, lines.Length);
        Assert.All(lines.Zip(paths), pair => Assert.StartsWith($"{pair.Second} 17 Add Cast Conv Div ", pair.First, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("BatchNormalization", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_and_folders_that_lack_are_made()
    {
        using VideoEncoder encoder = Encoder(Settings(Narrow("R3D")));
        string path = Path.Combine(folder, "models", "encoder.onnx");
        encoder.SaveOnnx(path);
        byte[] first = File.ReadAllBytes(path);

        encoder.SaveOnnx(path, new OnnxExportOptions { License = "MIT" });

        Assert.NotEqual(first, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.Combine(folder, "models")));
    }

    [Fact]
    public void Paths_that_no_file_can_have_are_refused()
    {
        using VideoEncoder encoder = Encoder(Settings(Narrow("R3D")));

        encoder.SaveOnnx(Saved);
        string below = Path.Combine(Saved, "encoder.onnx");

        Assert.Equal($"'{folder}' is a folder; a path of a file is needed.", Assert.Throws<IOException>(() => encoder.SaveOnnx(folder)).Message);
        Assert.Equal($"'{below}' can't be written: '{Saved}' is a file and no folder.", Assert.Throws<IOException>(() => encoder.SaveOnnx(below)).Message);
        Assert.Throws<ArgumentException>("path", () => encoder.SaveOnnx(""));
    }

    [Fact]
    public void A_disposed_encoder_is_not_saved()
    {
        VideoEncoder encoder = Encoder(Settings(Narrow("R3D")));
        encoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => encoder.SaveOnnx(Saved));
    }
}
