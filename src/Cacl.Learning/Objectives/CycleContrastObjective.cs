using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>CycleContrast: two frames of a video find each other, and a frame finds its video again by way of other videos.</summary>
/// <remarks>
/// The loss is that of momentum contrast within a video plus a weight times that of the cycle (<see cref="CycleConsistency"/>).
/// Source: Wu and Wang, arXiv 2105.06463.
/// </remarks>
internal sealed class CycleContrastObjective : PretrainingObjective
{
    private readonly CycleContrastOptions options;
    private readonly CycleContrastNetwork online;
    private readonly MomentumTwin<CycleContrastNetwork> twin;
    private readonly KeyQueue contrastQueue, cycleQueue;
    private readonly PendingKeys pendingContrast, pendingCycle;

    /// <summary>Makes the objective around an encoder that stays the caller's.</summary>
    public CycleContrastObjective(ClipNetwork encoder, CycleContrastOptions options, Device device)
    {
        this.options = options;
        online = new CycleContrastNetwork(encoder, options.EmbeddingLength).to(device);
        twin = new MomentumTwin<CycleContrastNetwork>(online, new CycleContrastNetwork(options.Encoder.Create(), options.EmbeddingLength).to(device));
        twin.Network.train();
        contrastQueue = new KeyQueue(options.QueueSize, options.EmbeddingLength, device);
        cycleQueue = new KeyQueue(options.CycleQueueSize, options.EmbeddingLength, device);
        pendingContrast = new PendingKeys(options.Communicator);
        pendingCycle = new PendingKeys(options.Communicator);
    }

    /// <summary>The name of the stage.</summary>
    public const string StageName = "cycle-contrast";

    public override string Name => StageName;

    public override int Views => 2;

    public override IReadOnlyList<Module> Trained => [online];

    public override IEnumerable<(string Name, Module Network)> Networks => [("online", online), ("twin", twin.Network)];

    public override IEnumerable<(string Name, KeyQueue Queue)> Queues => [("contrast", contrastQueue), ("cycle", cycleQueue)];

    public override StepLoss Loss(ClipBatch batch, double progress)
    {
        var random = new SampleRandom(batch.Random, 0, 0);
        (Tensor first, Tensor second) = ChooseFrames(batch, ref random);
        Tensor queries = online.call(first);                                             // [2, clips, embedding length]
        Tensor keys = twin.Encode(second);
        Tensor q = queries.select(0, 0), k = keys.select(0, 0);
        Tensor cycleQuery = queries.select(0, 1), cycleKey = keys.select(0, 1);

        Tensor positive = InfoNce.Similarity(q, k);                                      // [clips]
        Tensor negatives = contrastQueue.Similarities(q, options.MaskOwnVideo ? batch.Videos : null);
        Tensor contrast = InfoNce.Loss(positive, negatives, options.Temperature);
        Tensor isCandidate = tensor(CycleConsistency.DrawCandidates(cycleQueue.Size, options.CandidateShare, ref random)).to(cycleKey.device);
        (Tensor cycle, Tensor cycleAccuracy) = CycleConsistency.Loss(
            cycleQuery, cycleKey, cycleQueue, isCandidate, batch.Videos, options.MaskOwnVideo, options.CycleTemperature);

        if (!IsValidating)
        {
            pendingContrast.Add(k, batch.Videos);
            pendingCycle.Add(cycleKey, batch.Videos);
        }

        return new StepLoss(contrast + options.CycleWeight * cycle, new Dictionary<string, Tensor>
        {
            ["contrastLoss"] = contrast.detach(),
            ["cycleLoss"] = cycle.detach(),
            ["contrastAccuracy"] = positive.detach().gt(negatives.detach().max(1).values).to(float32).mean(),
            ["cycleAccuracy"] = cycleAccuracy,
        });
    }

    public override void AfterStep()
    {
        twin.Update(options.TwinMomentum);
        pendingContrast.EnqueueTo(contrastQueue);
        pendingCycle.EnqueueTo(cycleQueue);
    }

    public override void Dispose()
    {
        DisposeAround(online, online.Encoder);
        twin.Dispose();
        contrastQueue.Dispose();
        cycleQueue.Dispose();
    }

    // Float [clips, 3, height, width] each: a frame of each clip's first view, and another of its second, never at the same place of the clip. Where the two views are clips that overlap, it may still be the same frame of the video.
    private static (Tensor First, Tensor Second) ChooseFrames(ClipBatch batch, ref SampleRandom random)
    {
        var first = new long[batch.Count];
        var second = new long[batch.Count];
        for (int row = 0; row < batch.CountOfAll; row++)
        {
            int one = random.NextInt(batch.Frames), other = random.NextInt(batch.Frames - 1);
            int clip = row - batch.FirstRow;
            if (clip < 0 || clip >= batch.Count)
                continue;   // another rank's
            first[clip] = (long)clip * batch.Frames + one;
            second[clip] = (long)clip * batch.Frames + (other < one ? other : other + 1);
        }

        return (Frames(0, first), Frames(1, second));

        Tensor Frames(int view, long[] chosen) =>
            ClipFrames.Flatten(batch.View(view)).index_select(0, tensor(chosen, device: batch.Videos.device));
    }
}
