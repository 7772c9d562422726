using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class FrameMeanNetworkTests
{
    [Fact]
    public void Feature_of_a_clip_is_the_mean_of_its_frames_features()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        var architecture = new FrameMeanArchitecture { Frames = FrameArchitecture.Small with { Normalization = PixelNormalization.ImageNet } };
        manual_seed(3);
        using var frames = new FrameNetwork(architecture.Frames);
        manual_seed(3);
        using ClipNetwork network = architecture.Create();
        frames.eval();
        network.eval();
        Tensor clips = rand([2, 3, 5, 32, 24]);

        Tensor maps = network.Maps(clips), features = network.call(clips);

        Assert.Equal([2, 128, 5, 2, 2], maps.shape);
        for (int clip = 0; clip < 2; clip++)
        {
            Tensor[] each = [.. Enumerable.Range(0, 5).Select(frame => frames.call(clips[clip].select(1, frame).unsqueeze(0))[0])];
            Fixture.AssertClose(stack(each, 0).mean([0]).data<float>().ToArray(), features[clip]);
        }
    }

    [Theory]
    [InlineData(PixelNormalization.None, PixelNormalization.ImageNet)]
    [InlineData(PixelNormalization.Kinetics400, PixelNormalization.Kinetics400)]
    public void Pixels_are_normalized_once_by_the_frame_networks_statistics_or_those_named_in_their_place(PixelNormalization named, PixelNormalization taken)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        FrameArchitecture frames = FrameArchitecture.Small with { Normalization = PixelNormalization.ImageNet };
        manual_seed(3);
        using ClipNetwork network = new FrameMeanArchitecture { Frames = frames, Normalization = named }.Create();
        manual_seed(3);
        using ClipNetwork plain = FrameMeanArchitecture.Small.Create();
        Tensor clips = rand([2, 3, 2, 16, 16]);

        Fixture.AssertClose(plain.call(taken.Apply(clips)).data<float>().ToArray(), network.call(clips));
    }

    [Theory]
    [InlineData("ResNet-18", 11.18, 512)]
    [InlineData("ResNet-50", 23.51, 2048)]
    public void Parameters_have_the_names_under_which_resnets_are_published(string name, double millions, int features)
    {
        var architecture = (FrameMeanArchitecture)EncoderArchitecture.Named(name);
        using var frames = new FrameNetwork(architecture.Frames);
        using ClipNetwork network = architecture.Create();

        Assert.Equal(frames.state_dict().Keys.Order(), network.state_dict().Keys.Order());
        using var within = new CycleContrastNetwork(network, embeddingLength: 4);
        Assert.Equal(frames.state_dict().Keys.Order(), network.state_dict().Keys.Order());
        Assert.Equal(millions, network.parameters().Sum(parameter => parameter.numel()) / 1e6, 0.005);
        Assert.Equal(features, network.FeatureLength);
    }

    [Fact]
    public void Published_weights_load_into_an_encoder_of_videos()
    {
        string path = Path.Combine(Path.GetTempPath(), $"cacl-{Guid.NewGuid():N}.safetensors");
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using var frames = new FrameNetwork(FrameArchitecture.Small);
            frames.eval();
            Safetensors.Write(path, frames.state_dict().ToDictionary(entry => $"module.encoder_q.{entry.Key}", entry => entry.Value));
            var settings = new EncoderSettings
            {
                Architecture = FrameMeanArchitecture.Small, Clips = FadingClips.Clips, BackgroundSubtraction = false, EmbedClips = 1,
            };
            using VideoEncoder encoder = VideoEncoder.FromWeights(path, settings);
            byte[] clip = FadingClips.Make(1, 4)[0];

            float[] features = encoder.EmbedClip(clip, FadingClips.Size);

            Tensor pixels = tensor(clip).view(4, 16, 16, 3).permute(0, 3, 1, 2).to(float32) / 255;
            Fixture.AssertClose(frames.call(pixels).mean([0]).data<float>().ToArray(), tensor(features));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
