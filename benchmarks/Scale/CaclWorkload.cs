using Cacl.Clips;
using Cacl.Learning;
using static TorchSharp.torch;

namespace Cacl.Benchmarks.Scale;

/// <summary>CACL's own stage in its small preset: both networks, twins, queues, and the exchange of the keys' clips.</summary>
internal sealed record CaclWorkload(string Name, int WarmUp, int Steps)
    : Workload(Name, Cut(CaclOptions.Small.Clips.Frames, CaclOptions.Small.Clips.CropSize), CaclOptions.Small.BatchSize, WarmUp, Steps)
{
    public override TrainingOptions Options(Communicator job, bool isVaried)
    {
        CaclOptions options = CaclOptions.Small with { Communicator = job, Clips = Clips };
        return isVaried ? options : options with { Augmentation = Plain };
    }

    public override Objective Make(TrainingOptions options)
    {
        var cacl = (CaclOptions)options;
        var cnn = new CaclCnn(cacl.Encoder.Create(), cacl);
        var head = new ShuffleDegreeHead(cacl.Encoder.FeatureLength, cacl.DegreeHeadWidth, cacl.DegreeHeadDropout, ShuffleDegree.ClassCount(cacl.Clips.Frames));
        return new CaclObjective(cnn, head, new FrameNetwork(cacl.Transformer.Frames), cacl, CPU);
    }
}
