using Cacl.Clips;
using Cacl.Learning;
using static TorchSharp.torch;

namespace Cacl.Benchmarks.Train;

/// <summary>The networks of a run and the objective around them, as a trainer makes them.</summary>
internal sealed class Networks : IDisposable
{
    public Networks(CaclOptions options)
    {
        manual_seed(options.Seed);
        var cnn = new CaclCnn(options.Encoder.Create(), options);
        var degreeHead = new ShuffleDegreeHead(options.Encoder.FeatureLength, options.DegreeHeadWidth, options.DegreeHeadDropout, ShuffleDegree.ClassCount(options.Clips.Frames));
        var frameNetwork = new FrameNetwork(options.Transformer.Frames);
        Objective = new CaclObjective(cnn, degreeHead, frameNetwork, options, CPU);
    }

    public CaclObjective Objective { get; }

    /// <summary>Of all networks, twins and the frozen one too.</summary>
    public long ParameterCount => Objective.Networks.Sum(entry => entry.Network.parameters().Sum(parameter => parameter.numel()));

    public void Dispose() => Objective.Dispose();
}
