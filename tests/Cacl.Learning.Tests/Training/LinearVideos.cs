using Cacl.Clips;
using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning.Tests;

/// <summary>Four clips of three classes and two linear layers, with numbers that the fixtures' scripts make as well: no random ones.</summary>
internal sealed class LinearVideos : IDisposable
{
    private readonly Linear encoder = new(384, 5), classifier = new(5, 3);
    private readonly Sequential network;
    private readonly List<TrainingProgress> history = [];

    /// <summary>Makes the layers.</summary>
    /// <param name="factor">What the last one's weights are multiplied by.</param>
    /// <param name="between">What else lies between the two.</param>
    public LinearVideos(double factor = 1, params Module<Tensor, Tensor>[] between)
    {
        (string, Module<Tensor, Tensor>)[] parts = [("flatten", nn.Flatten()), ("linear", encoder), .. between.Select((part, number) => ($"between{number}", part))];
        network = nn.Sequential(parts);
        using IDisposable noGradient = no_grad();
        foreach ((Parameter parameter, int number) in encoder.parameters().Concat(classifier.parameters()).Select((parameter, number) => (parameter, number)))
            parameter.copy_((0.1 * (arange(parameter.numel(), dtype: float32) * 0.7 + number).sin()).view(parameter.shape));
        classifier.Weight.mul_(factor);
    }

    /// <summary>Options that change no pixel.</summary>
    public static FineTuneOptions Options { get; } = new()
    {
        Clips = new ClipOptions { Frames = 2, CropSize = 8, ShortSide = 8 },
        Augmentation = new AugmentationOptions { JitterProbability = 0, GrayscaleProbability = 0, FlipProbability = 0 },
        BatchSize = 4,
    };

    /// <summary>Fine-tunes both layers, with checkpoints where the options name a folder, and returns each step.</summary>
    public IReadOnlyList<TrainingProgress> Train(FineTuneOptions options)
    {
        byte[][] clips = [.. Enumerable.Range(0, 4).Select(clip => Enumerable.Range(0, 384).Select(i => (byte)(((clip * 384 + i) * 37 + clip * 101) % 256)).ToArray())];
        using var objective = new FineTuneObjective(network, classifier, [2, 0, 1, 1], options, CPU);
        using var source = new ColumnClipSource(clips, new FrameSize(8, 8), options.Clips);
        using CheckpointFolder? checkpoints = options.CheckpointFolder is { } folder
            ? new CheckpointFolder(folder, RunIdentity.Of(options, source), [FineTuneObjective.StageName], null, Communicator.Single)
            : null;
        TrainingLoop.Run(objective, source, options, history, checkpoints);
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
