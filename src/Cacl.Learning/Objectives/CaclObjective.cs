using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>CACL: a 3D CNN and a video transformer contrast each other's vectors, and the CNN predicts the shuffle degree.</summary>
/// <remarks>Source: Guo et al., "Cross-Architecture Self-supervised Video Representation Learning", arXiv 2205.13313.</remarks>
internal sealed class CaclObjective : PretrainingObjective
{
    private readonly CaclOptions options;
    private readonly CaclCnn cnn;
    private readonly MomentumTwin<CaclCnn>? cnnTwin;
    private readonly ShuffleDegreeHead degreeHead;
    private readonly FrameNetwork? frameNetwork;
    private readonly CaclTransformer? transformer;
    private readonly MomentumTwin<CaclTransformer>? transformerTwin;
    private readonly KeyQueue? cnnQueue;
    private readonly KeyQueue? transformerQueue;   // the same object as cnnQueue when negatives are shared
    private readonly PendingKeys pendingCnn, pendingTransformer;

    /// <summary>Makes the objective around networks, which it takes over, except for the encoder in the CNN.</summary>
    /// <param name="cnn">The 3D CNN, on its device.</param>
    /// <param name="degreeHead">Its shuffle-degree head, on its device.</param>
    /// <param name="frameNetwork">The network that reads frames for the transformer; it is only read. Null when no pair needs it.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="device">Where everything lies.</param>
    public CaclObjective(CaclCnn cnn, ShuffleDegreeHead degreeHead, FrameNetwork? frameNetwork, CaclOptions options, Device device)
    {
        this.options = options;
        this.cnn = cnn;
        this.degreeHead = degreeHead;
        this.frameNetwork = frameNetwork;
        pendingCnn = new PendingKeys(options.Communicator);
        pendingTransformer = new PendingKeys(options.Communicator);
        if (options.ContrastWeight == 0)
            return;

        cnnTwin = new MomentumTwin<CaclCnn>(cnn, (CaclCnn)new CaclCnn(options.Encoder.Create(), options).to(device));
        cnnTwin.Network.train();
        cnnQueue = new KeyQueue(options.QueueSize, options.EmbeddingLength, device);
        if (frameNetwork is null)
            return;

        frameNetwork.eval();
        transformer = (CaclTransformer)new CaclTransformer(options).to(device);
        transformerTwin = new MomentumTwin<CaclTransformer>(
            transformer, (CaclTransformer)new CaclTransformer(options).to(device));
        transformerQueue = options.Negatives == CaclNegatives.Shared ? cnnQueue : new KeyQueue(options.QueueSize, options.EmbeddingLength, device);
    }

    /// <summary>Makes the objective around an encoder that stays the caller's, after the stage of the frame network.</summary>
    public static CaclObjective Of(ClipNetwork encoder, CaclOptions options, TrainingRun run)
    {
        var cnn = (CaclCnn)new CaclCnn(encoder, options).to(run.Device);
        var head = (ShuffleDegreeHead)new ShuffleDegreeHead(
            encoder.FeatureLength, options.DegreeHeadWidth, options.DegreeHeadDropout, ShuffleDegree.ClassCount(options.Clips.Frames)).to(run.Device);
        try
        {
            return new CaclObjective(cnn, head, FrameStage.Learn(options, run), options, run.Device);
        }
        catch
        {
            DisposeAround(cnn, encoder);
            head.Dispose();
            throw;
        }
    }

    /// <summary>The name of the stage.</summary>
    public const string StageName = "cacl";

    public override string Name => StageName;

    public override FrameNetwork? FrameNetwork => frameNetwork;

    public override VideoTransformer? Transformer => transformer?.Transformer;

    public override ShuffleSampling ShuffleSampling => options.ShuffleSampling;

    /// <summary>Whether the networks are freed.</summary>
    public bool IsDisposed { get; private set; }

    public override int Views => options.Views;

    public override IReadOnlyList<Module> Trained => transformer is null ? [cnn, degreeHead] : [cnn, degreeHead, transformer];

    public override IEnumerable<(string Name, Module Network)> Networks =>
        new (string Name, Module? Network)[]
        {
            ("cnn", cnn), ("cnn-twin", cnnTwin?.Network), ("degree-head", degreeHead),
            ("frames", frameNetwork), ("transformer", transformer), ("transformer-twin", transformerTwin?.Network),
        }
        .Where(entry => entry.Network is not null).Select(entry => (entry.Name, entry.Network!));

    public override IEnumerable<(string Name, KeyQueue Queue)> Queues =>
        new (string Name, KeyQueue? Queue)[] { ("cnn", cnnQueue), ("transformer", transformerQueue == cnnQueue ? null : transformerQueue) }
        .Where(entry => entry.Queue is not null).Select(entry => (entry.Name, entry.Queue!));

    public override StepLoss Loss(ClipBatch batch, double progress)
    {
        var metrics = new Dictionary<string, Tensor>();
        Tensor queryView = batch.View(0);
        Tensor features = cnn.Features(WithTwins(queryView, batch.Orders));                  // [clips, 2 * feature length]
        Tensor total = zeros([], device: features.device);

        if (options.DegreeWeight > 0)
        {
            Tensor logits = degreeHead.call(features);                                // [clips, classes]
            Tensor degree = functional.cross_entropy(logits, batch.DegreeClasses);
            total += options.DegreeWeight * degree;
            metrics["degreeLoss"] = degree.detach();
            metrics["degreeAccuracy"] = logits.detach().argmax(1).eq(batch.DegreeClasses).to(float32).mean();
        }

        if (options.ContrastWeight > 0)
            total += options.ContrastWeight * Contrast(batch, queryView, cnn.Embed(features), progress, metrics);
        return new StepLoss(total, metrics);
    }

    public override void AfterStep()
    {
        if (cnnTwin is null)
            return;
        cnnTwin.Update(options.TwinMomentum);
        pendingCnn.EnqueueTo(cnnQueue!);
        if (transformerTwin is not null)
        {
            transformerTwin.Update(options.TwinMomentum);
            pendingTransformer.EnqueueTo(transformerQueue!);
        }
    }

    /// <summary>The vectors of both sides of each positive pair, the same in every call: nothing learns and no key is kept.</summary>
    /// <param name="batch">Clips in two views.</param>
    /// <returns>Float [clips, embedding length] each, of length 1; without a transformer only the CNN's own pair.</returns>
    public IReadOnlyDictionary<CaclPositives, (Tensor Left, Tensor Right)> PairsOf(ClipBatch batch)
    {
        using IDisposable noGradient = no_grad();
        foreach (Module? network in new Module?[] { cnn, cnnTwin?.Network, transformer, transformerTwin?.Network })
            network?.eval();
        Tensor queryView = batch.View(0), keyView = batch.View(1);
        Tensor q = cnn.call(WithTwins(queryView, batch.Orders));
        Tensor k = cnnTwin!.Encode(WithTwins(keyView, batch.Orders));
        var pairs = new Dictionary<CaclPositives, (Tensor, Tensor)> { [CaclPositives.QueryKey] = (q, k) };
        if (transformer is not null)
        {
            Tensor tq = transformer.call(Tokens(batch, queryView));
            Tensor tk = transformerTwin!.Encode(Tokens(batch, keyView));
            pairs[CaclPositives.QueryTransformerQuery] = (q, tq);
            pairs[CaclPositives.QueryTransformerKey] = (q, tk);
            pairs[CaclPositives.TransformerQueryTransformerKey] = (tq, tk);
        }

        return pairs;
    }

    public override ShuffleDegreeClassifier? DegreeClassifier(VideoEncoder encoder) =>
        options.DegreeWeight > 0 ? new ShuffleDegreeClassifier(encoder, degreeHead, options.ShuffleSampling) : null;

    public override PositivePairs? PositivePairs(Device device) => options.ContrastWeight > 0 ? new PositivePairs(this, options, device) : null;

    public override void Dispose()
    {
        IsDisposed = true;
        DisposeAround(cnn, cnn.Encoder);
        degreeHead.Dispose();
        frameNetwork?.Dispose();
        cnnTwin?.Dispose();
        transformer?.Dispose();
        transformerTwin?.Dispose();
        cnnQueue?.Dispose();
        transformerQueue?.Dispose();
    }

    // q: [clips, embedding length], the CNN's query.
    private Tensor Contrast(ClipBatch batch, Tensor queryView, Tensor q, double progress, Dictionary<string, Tensor> metrics)
    {
        Tensor keyView = batch.View(1);
        var shuffle = BatchShuffle.Of(options.Communicator, batch, options.ShuffleBatchNorm && !IsValidating);
        Tensor k = shuffle.Return(cnnTwin!.Encode(WithTwins(shuffle.Exchange(keyView), shuffle.Exchange(batch.Orders))));
        if (!IsValidating)
            pendingCnn.Add(k, batch.Videos);
        Tensor? mask = options.MaskOwnVideo ? batch.Videos : null;
        Tensor againstCnn = cnnQueue!.Similarities(q, mask);                           // [clips, keys]
        var losses = new List<Tensor>();
        Tensor alike = InfoNce.Similarity(q, k);
        // Told whether that pair is learned or not.
        metrics["contrastAccuracy"] = alike.detach().gt(againstCnn.detach().max(1).values).to(float32).mean();
        if (options.Positives.HasFlag(CaclPositives.QueryKey))
            Add("lossQueryKey", Loss(alike, againstCnn));

        if (transformer is not null)
        {
            Tensor tq = transformer.call(Tokens(batch, queryView));
            Tensor tk = transformerTwin!.Encode(Tokens(batch, keyView));
            if (!IsValidating)
                pendingTransformer.Add(tk, batch.Videos);

            // The CNN's share of the gradient of the pairs that cross architectures; the value of q stays.
            double share = options.CrossGradientScale * Ramp(progress);
            Tensor cross = q * share + q.detach() * (1 - share);
            bool shared = options.Negatives == CaclNegatives.Shared;
            Tensor againstTransformer = shared ? againstCnn : transformerQueue!.Similarities(cross, mask);
            if (options.Positives.HasFlag(CaclPositives.QueryTransformerQuery))
            {
                Add("lossQueryTransformerQuery", options.Negatives == CaclNegatives.EachSide
                    ? (Loss(InfoNce.Similarity(cross, tq.detach()), againstTransformer) + Loss(InfoNce.Similarity(tq, q.detach()), cnnQueue.Similarities(tq, mask))) / 2
                    : Loss(InfoNce.Similarity(cross, tq), againstTransformer));
            }

            if (options.Positives.HasFlag(CaclPositives.QueryTransformerKey))
                Add("lossQueryTransformerKey", Loss(InfoNce.Similarity(cross, tk), againstTransformer));
            if (options.Positives.HasFlag(CaclPositives.TransformerQueryTransformerKey))
                Add("lossTransformerQueryTransformerKey", Loss(InfoNce.Similarity(tq, tk), shared ? againstCnn : transformerQueue!.Similarities(tq, mask)));
        }

        Tensor contrast = losses.Aggregate((sum, loss) => sum + loss) / losses.Count;
        return options.CycleWeight > 0 ? contrast + options.CycleWeight * Cycle(batch, q, k, metrics) : contrast;

        Tensor Loss(Tensor positive, Tensor negatives) => InfoNce.Loss(positive, negatives, options.Temperature);

        void Add(string name, Tensor loss)
        {
            losses.Add(loss);
            metrics[name] = loss.detach();
        }
    }

    // CycleContrast's way there and back, over the CNN's queue and by the vectors of the contrast itself.
    private Tensor Cycle(ClipBatch batch, Tensor q, Tensor k, Dictionary<string, Tensor> metrics)
    {
        var random = new SampleRandom(batch.Random, 0, 0);
        Tensor isCandidate = tensor(CycleConsistency.DrawCandidates(cnnQueue!.Size, options.CycleCandidateShare, ref random)).OnDevice(q.device);
        (Tensor loss, Tensor accuracy) = CycleConsistency.Loss(q, k, cnnQueue, isCandidate, batch.Videos, options.MaskOwnVideo, options.Temperature);
        metrics["cycleLoss"] = loss.detach();
        metrics["cycleAccuracy"] = accuracy;
        return loss;
    }

    private double Ramp(double progress)
    {
        if (progress < options.CrossGradientStart)
            return 0;
        return options.CrossGradientRamp == 0 ? 1 : Math.Min(1, (progress - options.CrossGradientStart) / options.CrossGradientRamp);
    }

    // [2 * clips, 3, frames, edge, edge]: the clips, then their shuffled twins.
    private static Tensor WithTwins(Tensor view, Tensor orders) => cat([view, ClipBatch.ShuffleClips(view, orders)], 0);

    // [clips, 2 * frames, frame feature length]: features of the frames in order, then in the twin's order.
    private Tensor Tokens(ClipBatch batch, Tensor view)
    {
        using IDisposable noGradient = no_grad();
        Tensor features = frameNetwork!.call(ClipFrames.Flatten(view)).view(batch.Count, batch.Frames, -1);
        return cat([features, batch.ShuffleFrames(features)], 1);
    }
}
