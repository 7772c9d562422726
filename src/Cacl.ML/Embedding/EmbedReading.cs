using Cacl.Clips;
using Cacl.Onnx;

namespace Cacl.ML;

/// <summary>How the rows of one cursor are embedded: what is remembered is not done again, and faults are noted.</summary>
/// <param name="featurizer">What computes.</param>
/// <param name="faults">What is done with faulty videos.</param>
/// <param name="memory">The vectors of files.</param>
/// <param name="wantsFeatures">Whether vectors are asked for; else videos are read for their faults alone.</param>
internal sealed class EmbedReading(VideoFeaturizer featurizer, VideoFaultHandling faults, FeatureMemory memory, bool wantsFeatures)
{
    private bool Skips => faults.Policy == VideoFaultPolicy.Skip;

    /// <summary>Makes a video's clips; null where it is known whether the row stays, and nothing else is wanted.</summary>
    /// <remarks>On any thread.</remarks>
    /// <exception cref="VideoException">It is faulty.</exception>
    public DecodedClips? Read(RowVideo video, CancellationToken cancellation)
    {
        if (video.State is { } file)
        {
            if (Skips && faults.IsSound(file) is { } sound && !(sound && wantsFeatures))
                return null;
            if (memory.Find(file) is var (features, shortfall))
                return DecodedClips.Known(features, shortfall);
        }

        DecodedClips clips = video.Read(featurizer, cancellation);
        return wantsFeatures ? clips : new DecodedClips(null, 0, clips.Shortfall);
    }

    /// <summary>Reads a video and computes its vector at once.</summary>
    public EmbedOutcome Now(RowVideo video) => Settle(video, () =>
    {
        DecodedClips? clips = Read(video, CancellationToken.None);
        if (clips is { NeedsVector: true })
            featurizer.MeanOf(clips, CancellationToken.None);
        return clips;
    });

    /// <summary>Notes what became of a video that was read, on the cursor's own thread.</summary>
    /// <param name="video">The video.</param>
    /// <param name="read">Gives what <see cref="Read"/> gave, with its vector, or throws what it threw.</param>
    public EmbedOutcome Settle(RowVideo video, Func<DecodedClips?> read)
    {
        DecodedClips? clips;
        try
        {
            clips = read();
        }
        catch (VideoException failure)
        {
            if (Skips && video.State is { } file)
                faults.Note(file, failure);
            else if (Skips)
                faults.Report(failure);
            return new EmbedOutcome(null, failure, null, LeftOut: Skips);
        }

        if (clips is null)
            return new EmbedOutcome(null, null, null, LeftOut: faults.IsSound(video.State!.Value) is false);
        if (video.State is { } sound)
        {
            if (Skips)
                faults.Note(sound, null);
            if (clips.Features is { } features)
                memory.Keep(sound, features, clips.Shortfall);
        }

        if (clips.Shortfall is { } shortfall)
            faults.NoteUsedInPart(video.State, video.Name, shortfall);
        return new EmbedOutcome(clips.Features, null, clips.Shortfall, LeftOut: false);
    }
}
