using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>CVRL: two clips of a video are drawn together, and away from the clips of all other videos of the batch, those of other ranks included.</summary>
/// <remarks>Source: Qian et al., "Spatiotemporal Contrastive Video Representation Learning", arXiv 2008.03800.</remarks>
internal sealed class CvrlObjective : PretrainingObjective
{
    /// <summary>The name of the stage.</summary>
    public const string StageName = "cvrl";

    private readonly CvrlOptions options;
    private readonly ClipNetwork encoder;   // the caller's
    private readonly ProjectionHead head;

    public CvrlObjective(ClipNetwork encoder, CvrlOptions options, Device device)
    {
        this.options = options;
        this.encoder = encoder;
        head = (ProjectionHead)new ProjectionHead(encoder.FeatureLength, options.HeadWidth, options.HeadLayers, options.EmbeddingLength).to(device);
    }

    public override string Name => StageName;

    public override int Views => 2;

    public override IReadOnlyList<Module> Trained => [encoder, head];

    public override IEnumerable<(string Name, Module Network)> Networks => [("encoder", encoder), ("head", head)];

    public override StepLoss Loss(ClipBatch batch, double progress)
    {
        // Both views at once, so that batch norm can't tell them apart by their statistics.
        Tensor vectors = InfoNce.Normalize(head.call(encoder.call(cat([batch.View(0), batch.View(1)], 0))));   // [2 * videos, embedding length]
        Communicator job = batch.IsWhole ? Communicator.Single : options.Communicator;   // who has all rows need gather none
        Tensor[] views = [.. vectors.chunk(2, 0).Select(job.GatherAround)];                                    // [videos of all ranks, embedding length]
        Tensor videos = job.GatherAround(batch.Videos);
        Tensor loss = NtXent.Loss(views[0], views[1], options.Temperature, options.MaskOwnVideo ? videos : null);
        using IDisposable noGradient = no_grad();
        Tensor nearest = views[0].mm(views[1].t()).argmax(1);                                                  // [videos]
        // Where clips of the own video are no negatives, each of them is as good as the other.
        Tensor found = options.MaskOwnVideo ? videos.index_select(0, nearest).eq(videos) : nearest.eq(arange(batch.CountOfAll, dtype: int64, device: nearest.device));
        return new StepLoss(loss, new Dictionary<string, Tensor> { ["contrastAccuracy"] = found.to(float32).mean() }) { GradientScale = job.Size };
    }

    public override void Dispose() => head.Dispose();
}
