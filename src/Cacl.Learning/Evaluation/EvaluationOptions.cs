using System.Text.Json.Serialization;
using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>What is measured of an encoder, and how.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// CVRL's linear evaluation: 32 frames at interval 2, 10 clips with three crops of 256 x 256 pixels each, and a classifier of the frozen
    /// encoder's features of length 1, which learns from crops of 224 x 224 (<see cref="FineTuneOptions.CvrlLinear"/>).
    /// </summary>
    /// <remarks>Source: Qian et al., arXiv 2008.03800. A score is the mean over a video's 30 clips.</remarks>
    public static EvaluationOptions CvrlLinear { get; } = new()
    {
        Clips = new ClipOptions { Frames = 32, Interval = 2, ShortSide = 256, CropSize = 256, ShortVideos = ShortVideoPolicy.Tile },
        Crop = CropPlacement.Three,
        FineTuning = FineTuneOptions.CvrlLinear with { CropSize = 224 },
    };

    /// <summary>
    /// Frames, interval, sizes and part of the videos' clips, in place of those that the encoder was trained on; of a classifier's training
    /// too. What a run's other networks are measured by (shuffle degrees, positive pairs) stays the run's own.
    /// </summary>
    /// <value>Default: null, the encoder's own.</value>
    public ClipOptions? Clips { get; init; }

    /// <summary>At how many even places of each video clips are taken; their vectors, or logits, are averaged.</summary>
    /// <value>Default: 10.</value>
    public int ClipsPerVideo { get; init; } = 10;

    /// <summary>Which part of the frames is kept: the centre, or three squares along the longer side, so that each place gives three clips.</summary>
    /// <value>Default: <see cref="CropPlacement.Centre"/>.</value>
    public CropPlacement Crop { get; init; } = CropPlacement.Centre;

    /// <summary>What of the network a vector is made of.</summary>
    /// <value>Default: <see cref="VideoFeature.Pooled"/>.</value>
    public VideoFeature Feature { get; init; } = VideoFeature.Pooled;

    /// <summary>Neighbours that retrieval looks at.</summary>
    /// <value>Default: 1, 5, 10, 20, 50.</value>
    public IReadOnlyList<int> K { get; init; } = [1, 5, 10, 20, 50];

    /// <summary>How many of each test video's nearest neighbours the result names.</summary>
    /// <value>Default: 5.</value>
    public int NamedNeighbours { get; init; } = 5;

    /// <summary>The linear classifier of frozen features. Null: none.</summary>
    /// <value>Default: as <see cref="LinearProbeOptions"/> says.</value>
    public LinearProbeOptions? LinearProbe { get; init; } = new();

    /// <summary>Training of the whole network on the training videos' classes. Null: none.</summary>
    /// <value>Default: null, because it takes long.</value>
    public FineTuneOptions? FineTuning { get; init; }

    /// <summary>Whether everything is also measured of a network of the same kind that was not trained.</summary>
    /// <value>Default: true. A figure says little without it.</value>
    public bool Untrained { get; init; } = true;

    /// <summary>What the untrained network's weights follow from.</summary>
    /// <value>Default: 1.</value>
    public int UntrainedSeed { get; init; } = 1;

    /// <summary>Told after every video.</summary>
    [JsonIgnore]
    public IProgress<EvaluationProgress>? Progress { get; init; }

    /// <summary>Ends the evaluation.</summary>
    [JsonIgnore]
    public CancellationToken Cancellation { get; init; }

    /// <summary>Which clips of a video are looked at.</summary>
    internal ClipSelection Selection => new() { Count = ClipsPerVideo, Crop = Crop };

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Some are out of range; the message has a line for each.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        Clips?.CollectFaults(nameof(Clips), faults);
        Check(ClipsPerVideo is >= 1 and <= 10_000, nameof(ClipsPerVideo), ClipsPerVideo, "from 1 to 10000");
        Check(Crop is CropPlacement.Centre or CropPlacement.Three, nameof(Crop), Crop, $"{CropPlacement.Centre} or {CropPlacement.Three}");
        Check(Enum.IsDefined(Feature), nameof(Feature), Feature, $"one of {string.Join(", ", Enum.GetNames<VideoFeature>())}");
        Check(K.Count > 0 && K.All(k => k >= 1), nameof(K), $"[{string.Join(", ", K)}]", "one or more numbers of at least 1");
        Check(NamedNeighbours is >= 0 and <= 10_000, nameof(NamedNeighbours), NamedNeighbours, "from 0 to 10000");
        LinearProbe?.CollectFaults($"{nameof(LinearProbe)}.", faults);
        if (faults.Count > 0)
            throw new ArgumentException($"{nameof(EvaluationOptions)}: {string.Join(" ", faults)}");
        FineTuning?.Validate();

        void Check(bool good, string name, object value, string rule)
        {
            if (!good)
                faults.Add($"{name} is {value}; it must be {rule}.");
        }
    }
}
