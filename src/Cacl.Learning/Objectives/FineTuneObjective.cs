using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Classification of clips by a linear layer on an encoder's features; both learn, or the layer alone.</summary>
internal sealed class FineTuneObjective : Objective
{
    /// <summary>The stage's name.</summary>
    public const string StageName = "fine-tune";

    private readonly Module<Tensor, Tensor> encoder;   // the caller's
    private readonly Linear classifier;                // the caller's
    private readonly Tensor classOfVideo;              // int64 [videos]
    private readonly FineTuneOptions options;

    /// <summary>Makes the objective around networks that stay the caller's.</summary>
    /// <param name="encoder">The network: clips to features.</param>
    /// <param name="classifier">Features to logits.</param>
    /// <param name="classOfVideo">The class of each video of the source, by its number there.</param>
    /// <param name="options">Whether the network learns, and what is done with features.</param>
    /// <param name="device">Where everything lies.</param>
    public FineTuneObjective(Module<Tensor, Tensor> encoder, Linear classifier, long[] classOfVideo, FineTuneOptions options, Device device)
    {
        this.options = options;
        this.encoder = encoder;
        this.classifier = classifier;
        this.classOfVideo = tensor(classOfVideo).to(device);
    }

    public override string Name => StageName;

    public override int Views => 1;

    public override IReadOnlyList<Module> Trained => options.Freeze ? [classifier] : [encoder, classifier];

    // A frozen encoder is no part of a checkpoint, and computes all the same.
    public override IEnumerable<Module> Computing => [encoder, classifier];

    public override StepLoss Loss(ClipBatch batch, double progress)
    {
        Tensor features = Features(batch.View(0));                             // [clips, feature length]
        Tensor logits = classifier.call(options.NormalizeFeatures ? InfoNce.Normalize(features) : features);
        Tensor classes = classOfVideo.index_select(0, batch.Videos);           // [clips]
        Tensor loss = functional.cross_entropy(logits, classes);
        return new StepLoss(loss, new Dictionary<string, Tensor> { ["accuracy"] = logits.detach().argmax(1).eq(classes).to(float32).mean() });
    }

    private Tensor Features(Tensor clips)
    {
        using IDisposable? noGradient = options.Freeze ? no_grad() : null;
        return encoder.call(clips);
    }

    public override void Dispose() => classOfVideo.Dispose();
}
