using TorchSharp;

namespace Cacl.Learning;

/// <summary>CACL's first stage: the network that reads frames for the transformer is learned, and then frozen.</summary>
internal static class FrameStage
{
    /// <summary>Makes and learns the network, or reads the weights that the options name.</summary>
    /// <returns>Null when no pair needs it.</returns>
    /// <exception cref="InvalidDataException">The weights are not this network's.</exception>
    public static FrameNetwork? Learn(CaclOptions options, TrainingRun run)
    {
        if (!options.UsesTransformer)
            return null;
        var network = new FrameNetwork(options.Transformer.Frames);
        try
        {
            if (options.Transformer.FrameWeights is { } weights)
                network.LoadWeights(weights);
            network.to(run.Device);
            if (options.Transformer.FrameWeights is null)
                Learn(network, options, run);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static void Learn(FrameNetwork network, CaclOptions options, TrainingRun run)
    {
        if (run.IsUntrained)
        {
            run.TakeStatistics(network, view => network.call(ClipFrames.Flatten(view)));
            return;
        }

        FrameMocoOptions frames = options.FrameTraining;
        CaclOptions stage = options with
        {
            ClipIntervals = null,
            Steps = frames.Steps,
            BatchSize = frames.BatchSize,
            Accumulate = 1,
            LearningRate = frames.LearningRate,
            LearningRateBatch = null,
            WarmupEpochs = 0,
            Schedule = ScheduleKind.Cosine,
            Optimizer = OptimizerKind.AdamW,
        };
        run.LearnBefore(
            FrameMocoObjective.StageName, () => new FrameMocoObjective(network, options, run.Device), stage);
    }
}
