using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>What every pretext task has to know: an encoder learns by answering a question about time, whose answer the frames themselves give.</summary>
/// <remarks>The loss is the cross entropy of the answers; each batch asks for every answer equally often, as far as its size allows.</remarks>
public abstract record PretextOptions : PretrainingOptions
{
    private const int MostFrames = 1024;   // of a clip

    private readonly bool showsClips;

    /// <summary>Makes options with the default values.</summary>
    /// <param name="showsClips">Whether items are clips and not single frames.</param>
    private protected PretextOptions(bool showsClips)
    {
        this.showsClips = showsClips;
        if (!showsClips)
        {
            Encoder = FrameMeanArchitecture.ResNet18;
            Clips = new ClipOptions { Interval = 4 };
            return;
        }

        Encoder = R3dArchitecture.Shallow;
        Clips = new ClipOptions { Interval = 1, FixedSize = new FrameSize(171, 128) };
        Augmentation = new AugmentationOptions { JitterProbability = 0, GrayscaleProbability = 0, FlipProbability = 0 };
        BatchSize = 8;
        LearningRate = 1e-3;
        Schedule = ScheduleKind.Constant;
        WeightDecay = 5e-4;
    }

    /// <summary>Width of the head's hidden layer.</summary>
    /// <value>Default: 512.</value>
    public int HeadWidth { get; init; } = 512;

    /// <summary>Dropout of the head.</summary>
    /// <value>Default: 0.5.</value>
    public double HeadDropout { get; init; } = 0.5;

    /// <summary>The name of the stage.</summary>
    internal abstract string StageName { get; }

    /// <summary>The question.</summary>
    internal abstract PretextTask Task { get; }

    internal sealed override ClipOptions ClipsLearnedFrom => showsClips ? Clips with { Frames = Task.FewestFrames } : Clips;

    internal sealed override IReadOnlyList<string> Stages => [StageName];

    internal sealed override int FewestVideos => 1;

    internal sealed override int Views => 1;

    internal sealed override PretrainingObjective MakeObjective(ClipNetwork encoder, TrainingRun run) =>
        new PretextObjective(StageName, Task, encoder, this, run.Device);

    /// <summary>Settings that learn in minutes on two cores, for clips of 8 frames of 32 x 32 pixels.</summary>
    /// <param name="options">What a task decides itself.</param>
    private protected static T ForTwoCores<T>(T options) where T : PretextOptions => (T)((PretextOptions)options with
    {
        Clips = options.Clips with { Frames = 8, FixedSize = null, ShortSide = 36, CropSize = 32 },
        Augmentation = new AugmentationOptions { Hue = 0 },
        BackgroundSubtraction = true,
        HeadWidth = 128,
        HeadDropout = 0,
        BatchSize = 16,
        Steps = 600,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 1e-3,
        Schedule = ScheduleKind.Cosine,
        WarmupSteps = 20,
        WeightDecay = 0.01,
        EmbedClips = 4,
    });

    /// <summary>Adds a line when the clips that questions are cut of are longer than clips may be.</summary>
    /// <param name="cause">The option that makes them longer than the encoder's, and its value, which is in range.</param>
    /// <param name="faults">Takes the line.</param>
    private protected void CollectLengthFaults(string cause, List<string> faults)
    {
        if (Clips.Frames is >= 2 and <= MostFrames && ClipsLearnedFrom.Frames > MostFrames)
            faults.Add($"{cause} and {nameof(Clips)}.{nameof(Clips.Frames)} is {Clips.Frames}, which takes clips of {ClipsLearnedFrom.Frames} frames; they must come to {MostFrames} at most.");
    }

    /// <inheritdoc/>
    protected override void CollectFaults(List<string> faults)
    {
        base.CollectFaults(faults);
        if (HeadWidth is < 1 or > 65_536)
            faults.Add($"{nameof(HeadWidth)} is {HeadWidth}; it must be from 1 to 65536.");
        if (!(HeadDropout >= 0 && HeadDropout < 1))
            faults.Add($"{nameof(HeadDropout)} is {HeadDropout}; it must be from 0 to below 1.");
        if (showsClips)
            return;
        FrameMeanArchitecture.CollectFaultsOfOthers(nameof(Encoder), Encoder, faults);
        if (Clips.Frames < Task.FewestFrames)
            faults.Add($"{nameof(Clips)}.{nameof(Clips.Frames)} is {Clips.Frames}; it must be at least {Task.FewestFrames}, which a question is drawn from.");
    }
}
