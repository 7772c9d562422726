using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>What a fine-tuning run gives.</summary>
public sealed class FineTuneResult : IDisposable
{
    internal FineTuneResult(VideoClassifier classifier, IReadOnlyList<TrainingProgress> history, IReadOnlyList<SkippedVideo> skipped, bool stopped)
    {
        Classifier = classifier;
        History = history;
        Skipped = skipped;
        Stopped = stopped;
    }

    /// <summary>The fine-tuned encoder with its classifier.</summary>
    public VideoClassifier Classifier { get; }

    /// <summary>What was reported after each step.</summary>
    public IReadOnlyList<TrainingProgress> History { get; }

    /// <summary>Videos that could not be used, and why.</summary>
    public IReadOnlyList<SkippedVideo> Skipped { get; }

    /// <summary>Videos that were learned from although a part of them can't be read, and what is known of it.</summary>
    public IReadOnlyList<IncompleteVideo> UsedInPart { get; internal init; } = [];

    /// <summary>Whether the run was cancelled before its last step.</summary>
    public bool Stopped { get; }

    /// <summary>Frees the networks.</summary>
    public void Dispose() => Classifier.Dispose();
}
