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
    private readonly PendingKeys pending;
    private readonly Communicator job;
    private readonly bool shufflesBatchNorm;

    /// <summary>Makes the objective around a network that stays the caller's.</summary>
    public FrameMocoObjective(FrameNetwork network, CaclOptions run, Device device)
    {
        options = run.FrameTraining;
        job = run.Communicator;
        shufflesBatchNorm = run.ShuffleBatchNorm;
        int embeddingLength = run.EmbeddingLength;
        this.network = network;
        online = WithHead(network);
        twin = new MomentumTwin<Sequential>(online, WithHead(new FrameNetwork(run.Transformer.Frames)));
        twin.Network.train();
        queue = new KeyQueue(options.QueueSize, embeddingLength, device);
        pending = new PendingKeys(job);

        Sequential WithHead(FrameNetwork frames) => Sequential(
            ("frames", frames), ("hidden", new Linear(frames.FeatureLength, frames.FeatureLength)), ("relu", ReLU()), ("contrast", new Linear(frames.FeatureLength, embeddingLength)))
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
        var shuffle = BatchShuffle.Of(job, batch, shufflesBatchNorm && !IsValidating);
        Tensor keyFrames = shuffle.Exchange(Frames(batch.View(1), chosen).unflatten(0, batch.Count, perClip));   // [clips, frames of a clip, 3, height, width]
        Tensor rawKey = shuffle.Return(twin.Encode(keyFrames.flatten(0, 1)).unflatten(0, batch.Count, perClip));
        Tensor key = InfoNce.Normalize(rawKey.flatten(0, 1));

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
        for (int row = 0; row < batch.CountOfAll; row++)
        {
            for (int frame = 0; frame < order.Length; frame++)
                order[frame] = frame;
            random.Shuffle(order);
            int clip = row - batch.FirstRow;
            if (clip < 0 || clip >= batch.Count)
                continue;   // another rank's
            for (int i = 0; i < perClip; i++)
                chosen[clip * perClip + i] = clip * batch.Frames + order[i];
        }

        return tensor(chosen).OnDevice(batch.Videos.device);
    }

    private static Tensor Frames(Tensor clips, Tensor chosen) => ClipFrames.Flatten(clips).index_select(0, chosen);

    public override void Dispose()
    {
        DisposeAround(online, network);
        twin.Dispose();
        queue.Dispose();
    }
}
