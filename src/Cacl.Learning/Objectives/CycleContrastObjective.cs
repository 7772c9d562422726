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
        (long[] one, long[] other) = ChooseFrames(batch);
        Tensor first = Frames(batch, 0, one), second = Frames(batch, 1, other);
        var random = new SampleRandom(batch.Random, 0, 0);
        Tensor queries = online.call(first);                                             // [2, clips, embedding length]
        Tensor keys = twin.Encode(second);
        Tensor q = queries.select(0, 0), k = keys.select(0, 0);
        Tensor cycleQuery = queries.select(0, 1), cycleKey = keys.select(0, 1);

        Tensor positive = InfoNce.Similarity(q, k);                                      // [clips]
        Tensor negatives = contrastQueue.Similarities(q, options.MaskOwnVideo ? batch.Videos : null);
        Tensor contrast = InfoNce.Loss(positive, negatives, options.Temperature);
        Tensor isCandidate = tensor(CycleConsistency.DrawCandidates(cycleQueue.Size, options.CandidateShare, ref random)).OnDevice(cycleKey.device);
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

    /// <summary>Chooses a frame of each clip's first view, and of its second one that is another frame of the video, by a draw of each clip's own.</summary>
    /// <remarks>Where the second view shows no other frame, as of a video that has but one, it is the same.</remarks>
    /// <returns>[clips] each, numbered through the frames of all clips of the view.</returns>
    internal static (long[] First, long[] Second) ChooseFrames(ClipBatch batch)
    {
        var first = new long[batch.Count];
        var second = new long[batch.Count];
        for (int clip = 0; clip < batch.Count; clip++)
        {
            var random = new SampleRandom(batch.Random, 1, batch.FirstRow + clip);
            int one = random.NextInt(batch.Frames), shown = batch.FrameNumber(clip, 0, one);
            int[] others = [.. Enumerable.Range(0, batch.Frames).Where(place => batch.FrameNumber(clip, 1, place) != shown)];
            int other = others.Length == 0 ? one : others[random.NextInt(others.Length)];
            first[clip] = (long)clip * batch.Frames + one;
            second[clip] = (long)clip * batch.Frames + other;
        }

        return (first, second);
    }

    // Float [clips, 3, height, width].
    private static Tensor Frames(ClipBatch batch, int view, long[] chosen) =>
        ClipFrames.Flatten(batch.View(view)).index_select(0, tensor(chosen).OnDevice(batch.Videos.device));
}
