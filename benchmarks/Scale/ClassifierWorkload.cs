using Cacl.Clips;
using Cacl.Learning;
using static TorchSharp.torch;

namespace Cacl.Benchmarks.Scale;

/// <summary>Classification of random clips, which the peer learns too.</summary>
/// <param name="Encoder">The network under a linear classifier.</param>
internal sealed record ClassifierWorkload(string Name, R3dArchitecture Encoder, ClipOptions Clips, int Batch, int WarmUp, int Steps)
    : Workload(Name, Clips, Batch, WarmUp, Steps)
{
    public const int Classes = 10;

    public override TrainingOptions Options(Communicator job, bool isVaried)
    {
        var options = new FineTuneOptions { Communicator = job, Clips = Clips, LearningRate = 0.01 };
        return isVaried ? options : options with { Augmentation = Plain };
    }

    public override Objective Make(TrainingOptions options)
    {
        ClipNetwork encoder = Encoder.Create();
        return new FineTuneObjective(encoder, new Linear(encoder.FeatureLength, Classes), [.. Enumerable.Range(0, Count).Select(clip => (long)clip % Classes)], (FineTuneOptions)options, CPU);
    }
}
