using Cacl.Clips;
using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning.Tests;

/// <summary>Four clips of three classes and two linear layers, with numbers that the fixtures' scripts make as well.</summary>
internal sealed class LinearVideos : IDisposable
{
    private readonly Linear encoder = new(384, 5), classifier = new(5, 3);
    private readonly Sequential network;
    private readonly List<TrainingProgress> history = [];

    public LinearVideos()
    {
        network = nn.Sequential(("flatten", nn.Flatten()), ("linear", encoder));
        using IDisposable noGradient = no_grad();
        foreach ((Parameter parameter, int number) in encoder.parameters().Concat(classifier.parameters()).Select((parameter, number) => (parameter, number)))
            parameter.copy_((0.1 * (arange(parameter.numel(), dtype: float32) * 0.7 + number).sin()).view(parameter.shape));
    }

    /// <summary>Options that change no pixel.</summary>
    public static FineTuneOptions Options { get; } = new()
    {
        Clips = new ClipOptions { Frames = 2, CropSize = 8, ShortSide = 8 },
        Augmentation = new AugmentationOptions { JitterProbability = 0, GrayscaleProbability = 0, FlipProbability = 0 },
        BatchSize = 4,
    };

    /// <summary>Fine-tunes both layers, and returns each step.</summary>
    public IReadOnlyList<TrainingProgress> Train(FineTuneOptions options)
    {
        byte[][] clips = [.. Enumerable.Range(0, 4).Select(clip => Enumerable.Range(0, 384).Select(i => (byte)(((clip * 384 + i) * 37 + clip * 101) % 256)).ToArray())];
        using var objective = new FineTuneObjective(network, classifier, [2, 0, 1, 1], options, CPU);
        using var source = new ColumnClipSource(clips, new FrameSize(8, 8), options.Clips);
        TrainingLoop.Run(objective, source, options, history);
        return history;
    }

    /// <summary>Compares the weights with those of a fixture.</summary>
    public void AssertWeights(JsonElement fixture)
    {
        Fixture.AssertClose(fixture.GetProperty("encoderWeights").Floats(), encoder.Weight, 2e-6);
        Fixture.AssertClose(fixture.GetProperty("classifierWeights").Floats(), classifier.Weight, 2e-6);
        Fixture.AssertClose(fixture.GetProperty("classifierBias").Floats(), classifier.Bias!, 2e-6);
    }

    public void Dispose()
    {
        network.Dispose();
        classifier.Dispose();
    }
}
