using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Where training takes its clips from: a numbered set of videos that gives clips of bytes.</summary>
internal abstract class ClipSource : IDisposable
{
    /// <summary>How many videos there are.</summary>
    public abstract int Count { get; }

    /// <summary>Videos that were named and can't be used.</summary>
    public abstract IReadOnlyList<SkippedVideo> Skipped { get; }

    /// <summary>Takes a clip of one video at a place that the random numbers choose. Called from several threads.</summary>
    public abstract RawClip Take(int video, ref SampleRandom random);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
