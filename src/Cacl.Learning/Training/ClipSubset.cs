using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Some of the videos of another source, which stays its owner's. In batches they go by their numbers there.</summary>
internal sealed class ClipSubset(ClipSource source, int[] videos) : ClipSource
{
    /// <summary>Holds out a part of the videos, chosen by the seed.</summary>
    /// <param name="source">All videos.</param>
    /// <param name="options">The part, and the seed.</param>
    /// <returns>What is learned from, and what is held out; null for none.</returns>
    /// <exception cref="InvalidDataException">There are too few videos to hold any out.</exception>
    public static (ClipSource Train, ClipSource? HeldOut) HoldOut(ClipSource source, TrainingOptions options)
    {
        if (options.ValidationShare == 0)
            return (source, null);
        int held = Math.Max(2, (int)Math.Round(options.ValidationShare * source.Count));
        if (source.Count - held < 2)
            throw new InvalidDataException($"Only {source.Count} videos can be used ({source.Skipped.Count} skipped); to hold some out ({nameof(options.ValidationShare)}) takes at least 4.");
        int[] shuffled = [.. Enumerable.Range(0, source.Count)];
        new SampleRandom((ulong)(uint)options.Seed, 0, 0, stream: 9).Shuffle(shuffled);
        return (new ClipSubset(source, [.. shuffled[held..].Order()]), new ClipSubset(source, [.. shuffled[..held].Order()]));
    }

    public override int Count => videos.Length;

    public override IReadOnlyList<SkippedVideo> Skipped => source.Skipped;

    public override IReadOnlyList<IncompleteVideo> UsedInPart => source.UsedInPart;

    public override int NumberOf(int video) => source.NumberOf(videos[video]);

    public override VideoIdentity IdentityOf(int video) => source.IdentityOf(videos[video]);

    public override bool IsDropped(int video) => source.IsDropped(videos[video]);

    public override void Drop(int video, VideoException fault) => source.Drop(videos[video], fault);

    public override TakenClip Take(int video, ref SampleRandom random) => source.Take(videos[video], ref random);

    public override TakenClip TakePair(int video, ClipIntervalDistribution intervals, ref SampleRandom random) => source.TakePair(videos[video], intervals, ref random);
}
