using System.Runtime.ExceptionServices;
using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Where training takes its clips from: a numbered set of videos that gives clips of bytes.</summary>
internal abstract class ClipSource : IDisposable
{
    /// <summary>How many videos there are.</summary>
    public abstract int Count { get; }

    /// <summary>Videos that were named and can't be used, those that were dropped on the way included: as they are now.</summary>
    public abstract IReadOnlyList<SkippedVideo> Skipped { get; }

    /// <summary>Videos that are used although a part of them can't be read.</summary>
    public virtual IReadOnlyList<IncompleteVideo> UsedInPart => [];

    /// <summary>The number that a video goes by in batches.</summary>
    /// <param name="video">Its number here, from 0.</param>
    public virtual int NumberOf(int video) => video;

    /// <summary>What a video is known by, so that another run can tell whether it learns from the same.</summary>
    /// <param name="video">Its number here, from 0.</param>
    public abstract VideoIdentity IdentityOf(int video);

    /// <summary>Whether a video is not to be taken any more.</summary>
    /// <param name="video">Its number here, from 0.</param>
    public virtual bool IsDropped(int video) => false;

    /// <summary>How many videos are not dropped.</summary>
    public int Left => Enumerable.Range(0, Count).Count(video => !IsDropped(video));

    /// <summary>Leaves out a video from here on, and tells of it. Its number stays, and stays its own. Called from several threads.</summary>
    /// <param name="video">Its number here, from 0.</param>
    /// <param name="fault">Why it could not be taken.</param>
    /// <exception cref="VideoException">The fault, from a source that can't do without a video.</exception>
    public virtual void Drop(int video, VideoException fault) => ExceptionDispatchInfo.Throw(fault);

    /// <summary>Takes a clip of one video at a place that the random numbers choose. Called from several threads.</summary>
    /// <exception cref="VideoException">The video can't be read any more.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public abstract TakenClip Take(int video, ref SampleRandom random);

    /// <summary>Takes two clips of one video, whose frames follow on each other. Called from several threads.</summary>
    /// <exception cref="VideoException">The video can't be read any more.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="NotSupportedException">Clips of this source have no second one.</exception>
    public virtual TakenClip TakePair(int video, ClipIntervalDistribution intervals, ref SampleRandom random) => throw HasNoPairs(intervals);

    /// <summary>What is thrown where two clips of a video are asked for and there is one.</summary>
    public static NotSupportedException HasNoPairs(ClipIntervalDistribution intervals) =>
        new($"{nameof(TrainingOptions.ClipIntervals)} is {intervals}; ready clips hold one clip of each video. Train on files, or set it to null.");

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
