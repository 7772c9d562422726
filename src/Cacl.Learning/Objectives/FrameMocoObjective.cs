using Cacl.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Momentum contrast between two views of a frame.</summary>
/// <remarks>Source: He et al., arXiv 1911.05722.</remarks>
internal sealed class FrameMocoObjective : Objective
{
    private readonly FrameMocoOptions options;
    private readonly FrameNetwork network;   // the caller's
    private readonly Sequential online;
    private readonly MomentumTwin<Sequential> twin;
    private readonly KeyQueue queue;
    private readonly PendingKeys pending = new();

    /// <summary>Makes the objective around a network that stays the caller's.</summary>
    public FrameMocoObjective(FrameNetwork network, FrameArchitecture architecture, FrameMocoOptions options, int embeddingLength, Device device)
    {
        this.options = options;
        this.network = network;
        online = WithHead(network);
        twin = new MomentumTwin<Sequential>(online, WithHead(new FrameNetwork(architecture)));
        twin.Network.train();
        queue = new KeyQueue(options.QueueSize, embeddingLength, device);

        Sequential WithHead(FrameNetwork frames) => Sequential(
            ("frames", frames), ("hidden", Linear(frames.FeatureLength, frames.FeatureLength)), ("relu", ReLU()), ("contrast", Linear(frames.FeatureLength, embeddingLength)))
            .to(device);
    }

    /// <summary>The name of the stage.</summary>
    public const string StageName = "frame-moco";

    public override string Name => StageName;

    public override int Views => 2;

    public override IReadOnlyList<Module> Trained => [online];

    public override IEnumerable<(string Name, Module Network)> Networks => [("online", online), ("twin", twin.Network)];

    public override IEnumerable<(string Name, KeyQueue Queue)> Queues => [("frames", queue)];

    public override StepLoss Loss(ClipBatch batch, double progress)
    {
        int perClip = Math.Min(options.FramesPerClip, batch.Frames);
        Tensor chosen = ChooseFrames(batch, perClip);
        Tensor query = InfoNce.Normalize(online.call(Frames(batch.View(0), chosen)));
        Tensor rawKey = twin.Encode(Frames(batch.View(1), chosen));
        Tensor key = InfoNce.Normalize(rawKey);

        Tensor positive = InfoNce.Similarity(query, key);
        Tensor negatives = queue.Similarities(query, maskVideos: null);
        if (!IsValidating)
            pending.Add(key, batch.Videos.unsqueeze(1).expand(-1, perClip).reshape(-1));
        Tensor loss = InfoNce.Loss(positive, negatives, options.Temperature);
        using IDisposable noGradient = no_grad();
        Tensor found = positive.gt(negatives.max(1).values).to(float32).mean();
        return new StepLoss(loss, new Dictionary<string, Tensor> { ["contrastAccuracy"] = found });
    }

    public override void AfterStep()
    {
        twin.Update(options.Momentum);
        pending.EnqueueTo(queue);
    }

    // int64 [clips * perClip]: which frames of the batch, numbered through all clips.
    private static Tensor ChooseFrames(ClipBatch batch, int perClip)
    {
        var random = new SampleRandom(batch.Random, 0, 0);
        var chosen = new long[batch.Count * perClip];
        var order = new int[batch.Frames];
        for (int clip = 0; clip < batch.Count; clip++)
        {
            for (int frame = 0; frame < order.Length; frame++)
                order[frame] = frame;
            random.Shuffle(order);
            for (int i = 0; i < perClip; i++)
                chosen[clip * perClip + i] = clip * batch.Frames + order[i];
        }

        return tensor(chosen, device: batch.Videos.device);
    }

    private static Tensor Frames(Tensor clips, Tensor chosen) => ClipFrames.Flatten(clips).index_select(0, chosen);

    public override void Dispose()
    {
        DisposeAround(online, network);
        twin.Dispose();
        queue.Dispose();
    }
}
