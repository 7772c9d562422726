using Cacl.Clips;
using Cacl.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Benchmarks.Train;

/// <summary>The networks of a run and the objective around them, as a trainer makes them.</summary>
internal sealed class Networks : IDisposable
{
    public Networks(CaclOptions options, Device? device = null)
    {
        manual_seed(options.Seed);
        Device place = device ?? CPU;
        CaclCnn cnn = new CaclCnn(options.Encoder.Create(), options).to(place);
        ShuffleDegreeHead degreeHead = new ShuffleDegreeHead(
            options.Encoder.FeatureLength, options.DegreeHeadWidth, options.DegreeHeadDropout, ShuffleDegree.ClassCount(options.Clips.Frames)).to(place);
        FrameNetwork frameNetwork = new FrameNetwork(options.Transformer.Frames).to(place);
        Objective = new CaclObjective(cnn, degreeHead, frameNetwork, options, place);
    }

    public CaclObjective Objective { get; }

    /// <summary>Of all networks, twins and the frozen one too.</summary>
    public long ParameterCount => Objective.Networks.Sum(entry => entry.Network.parameters().Sum(parameter => parameter.numel()));

    public void Dispose() => Objective.Dispose();
}
