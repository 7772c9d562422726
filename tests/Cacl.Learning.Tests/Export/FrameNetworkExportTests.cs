using Cacl.Onnx;
using TorchSharp;
using static Cacl.Learning.Tests.OnnxComparison;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public sealed class FrameNetworkExportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-onnx-").FullName;

    public static TheoryData<string, FrameArchitecture> Architectures => new()
    {
        { "small", FrameArchitecture.Small },
        { "ResNet-18", FrameArchitecture.ResNet18 with { Channels = [4, 6, 8, 12] } },
        { "ResNet-50", FrameArchitecture.ResNet50 with { Channels = [4, 6, 8, 12], Normalization = PixelNormalization.None } },
    };

    private string Saved => Path.Combine(folder, "frames.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_clip_has_the_mean_of_what_the_network_makes_of_its_frames(string name, FrameArchitecture architecture)
    {
        Assert.NotEmpty(name);
        EncoderSettings settings = Settings(R3dArchitecture.Small);
        using var network = new FrameNetwork(architecture);
        FillFrames(network, settings);

        OnnxExport.Write(Saved, new FrameMean(network), network.FeatureLength, settings, options: null);

        AssertSame(Saved, (clips, count) => Frames(network, ClipAugmenter.ToFloat(Bytes(clips, count, settings)), count).mean([1]));
        OnnxChecker.Check(Saved);
    }

    [Fact]
    public void A_deeper_transformer_with_heads_of_a_size_of_their_own_gives_the_same_vectors() =>
        AssertTransformed(new TransformerArchitecture { Depth = 3, Heads = 2, Width = 13, HeadSize = 5, Frames = FrameArchitecture.Small });

    [Fact]
    public void A_transformer_and_a_frame_network_of_the_papers_width_give_the_same_vectors() => AssertTransformed(new TransformerArchitecture());

    [Fact]
    public void A_runs_frame_network_and_transformer_give_the_same_vectors_in_ONNX_Runtime()
    {
        using TrainingResult result = Train();
        FrameNetwork frames = result.Objective.FrameNetwork!;
        VideoTransformer transformer = result.Objective.Transformer!;
        FillFrames(frames, result.Encoder.Settings);
        Fill(transformer);
        string tokens = Path.Combine(folder, "transformer.onnx");

        result.SaveFrameNetworkOnnx(Saved);
        result.SaveTransformerOnnx(tokens, new OnnxExportOptions { License = "MIT" });

        AssertSame(Saved, (clips, count) => Frames(frames, result.Encoder.Prepare(clips, count), count).mean([1]));
        AssertSame(tokens, (clips, count) =>
        {
            Tensor inOrder = Frames(frames, result.Encoder.Prepare(clips, count), count);
            return transformer.call(cat([inOrder, inOrder], 1));
        });
        using OnnxVideoEncoder runtime = OnnxVideoEncoder.Open(tokens);
        Assert.Equal((result.Encoder.Settings.Clips, "cacl", 8, "MIT"), (runtime.Metadata!.Clips, runtime.Metadata.Method, runtime.Metadata.TrainingVideos, runtime.Metadata.License));
        OnnxChecker.Check(Saved, tokens);
    }

    [Fact]
    public void A_run_without_transformer_says_that_it_has_none()
    {
        using TrainingResult result = new CaclTrainer(MovingClips.Options with { ContrastWeight = 0, Steps = 1 }).Train(MovingClips.Make(8), MovingClips.Size);

        Assert.Equal(
            "The run has no network that reads frames; CACL has one where the transformer takes part in the contrast.",
            Assert.Throws<InvalidOperationException>(() => result.SaveFrameNetworkOnnx(Saved)).Message);
        Assert.Equal(
            "The run has no video transformer; CACL has one where it takes part in the contrast.",
            Assert.Throws<InvalidOperationException>(() => result.SaveTransformerOnnx(Saved)).Message);
    }

    [Fact]
    public void A_disposed_result_saves_nothing()
    {
        TrainingResult result = Train();
        result.Dispose();

        Assert.Throws<ObjectDisposedException>(() => result.SaveFrameNetworkOnnx(Saved));
        Assert.Throws<ObjectDisposedException>(() => result.SaveTransformerOnnx(Saved));
    }

    private void AssertTransformed(TransformerArchitecture architecture)
    {
        EncoderSettings settings = Settings(R3dArchitecture.Small);
        using var network = new FrameNetwork(architecture.Frames);
        using var transformer = new VideoTransformer(architecture, network.FeatureLength, 2 * settings.Clips.Frames);
        FillFrames(network, settings);
        Fill(transformer);

        OnnxExport.Write(Saved, new FrameTransformer(network, transformer), transformer.FeatureLength, settings, options: null);

        AssertSame(Saved, (clips, count) =>
        {
            Tensor inOrder = Frames(network, ClipAugmenter.ToFloat(Bytes(clips, count, settings)), count);
            return transformer.call(cat([inOrder, inOrder], 1));
        });
        OnnxChecker.Check(Saved);
    }

    private static void FillFrames(FrameNetwork network, EncoderSettings settings) =>
        Fill(network, [3 * settings.Clips.Frames, 3, settings.Clips.CropSize, settings.Clips.CropSize]);

    private static TrainingResult Train() => new CaclTrainer(MovingClips.Options with { Steps = 1 }).Train(MovingClips.Make(8), MovingClips.Size);

    private static Tensor Bytes(byte[] clips, int count, EncoderSettings settings) =>
        tensor(clips, [count, settings.Clips.Frames, settings.Clips.CropSize, settings.Clips.CropSize, 3]);

    // [clips, frames, frame feature length]
    private static Tensor Frames(FrameNetwork network, Tensor clips, int count) => network.call(ClipFrames.Flatten(clips)).view(count, clips.shape[2], -1);
}
