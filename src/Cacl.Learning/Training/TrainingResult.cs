using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>What a training run without labels gives.</summary>
public sealed class TrainingResult : IDisposable
{
    private bool disposed;

    internal TrainingResult(PretrainingOptions options, PretrainingObjective objective, VideoEncoder encoder, TrainingRun run)
    {
        Options = options;
        Objective = objective;
        Encoder = encoder;
        DegreeClassifier = objective.DegreeClassifier(encoder);
        PositivePairs = objective.PositivePairs(run.Device);
        History = run.History;
        Seconds = run.Seconds;
        Stopped = run.Stopped;
    }

    /// <summary>The options of the run; their type tells the method.</summary>
    public PretrainingOptions Options { get; }

    /// <summary>The trained encoder.</summary>
    public VideoEncoder Encoder { get; }

    /// <summary>The encoder's prediction of shuffle degrees; null where the method, or its options, do not learn it.</summary>
    public ShuffleDegreeClassifier? DegreeClassifier { get; }

    /// <summary>The networks that CACL's contrast was learned with, to measure how alike they find a clip's views; null of other methods and without contrast.</summary>
    public PositivePairs? PositivePairs { get; }

    /// <summary>What was reported after each step, of all stages.</summary>
    public IReadOnlyList<TrainingProgress> History { get; }

    /// <summary>Videos that could not be used, and why; those that could not be read any more on the way come last.</summary>
    public IReadOnlyList<SkippedVideo> Skipped { get; internal init; } = [];

    /// <summary>Videos that were learned from although a part of them can't be read, and what is known of it. Clips come from the sound part.</summary>
    public IReadOnlyList<IncompleteVideo> UsedInPart { get; internal init; } = [];

    /// <summary>What last went wrong with <see cref="TrainingOptions.CacheFolder"/>, in words; null when nothing did.</summary>
    public string? CacheFault { get; internal set; }

    /// <summary>Where the run went on from, and which checkpoint was damaged, in words; empty when it began anew.</summary>
    public IReadOnlyList<string> CheckpointNotices { get; internal init; } = [];

    /// <summary>Seconds from the first stage's first step to the last stage's last, over all processes of a run that was interrupted.</summary>
    public double Seconds { get; }

    /// <summary>Whether the run was cancelled before its last step.</summary>
    public bool Stopped { get; }

    /// <summary>What was learned, with all its networks.</summary>
    internal PretrainingObjective Objective { get; }

    /// <summary>Writes the network that reads single frames as an ONNX file; a clip's vector is the mean over its frames.</summary>
    /// <remarks>See <see cref="VideoEncoder.SaveOnnx"/> for what is in the file, and for what is thrown besides.</remarks>
    /// <param name="path">The file; one that exists is replaced once the new one is whole.</param>
    /// <param name="options">What else is in the file; null takes the defaults.</param>
    /// <exception cref="InvalidOperationException">The run has no such network.</exception>
    public void SaveFrameNetworkOnnx(string path, OnnxExportOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        FrameNetwork frames = Objective.FrameNetwork ?? throw new InvalidOperationException("The run has no network that reads frames; CACL has one where the transformer takes part in the contrast.");
        OnnxExport.Write(path, new FrameMean(frames), frames.FeatureLength, Encoder.Settings, options);
    }

    /// <summary>Writes the video transformer with the network that reads frames for it as an ONNX file; a clip is its own twin, in order.</summary>
    /// <remarks>See <see cref="VideoEncoder.SaveOnnx"/> for what is in the file, and for what is thrown besides. A vector is what contrast is learned from, before its last layer.</remarks>
    /// <param name="path">The file; one that exists is replaced once the new one is whole.</param>
    /// <param name="options">What else is in the file; null takes the defaults.</param>
    /// <exception cref="InvalidOperationException">The run has no such network.</exception>
    public void SaveTransformerOnnx(string path, OnnxExportOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (Objective is not { FrameNetwork: { } frames, Transformer: { } transformer })
            throw new InvalidOperationException("The run has no video transformer; CACL has one where it takes part in the contrast.");
        OnnxExport.Write(path, new FrameTransformer(frames, transformer), transformer.FeatureLength, Encoder.Settings, options);
    }

    /// <summary>Frees the networks.</summary>
    public void Dispose()
    {
        disposed = true;
        Encoder.Dispose();
        Objective.Dispose();
    }
}
