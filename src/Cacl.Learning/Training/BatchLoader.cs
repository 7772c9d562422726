using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Makes batches on the thread pool, some of them ahead, and gives them in order.</summary>
/// <remarks>
/// Everything in a batch is a function of (seed, epoch, sample): sample s of the run shows video s modulo the number of videos
/// in the order of epoch s divided by it. A batch may reach from one epoch into the next; a run may begin with any batch.
/// In the place of a video that can't be read any more each sample takes another, by a draw of its own.
/// Of each batch a rank makes its own rows, which are what one process alone would make in their places.
/// </remarks>
internal sealed class BatchLoader : IDisposable
{
    // Streams of random numbers that must not touch each other.
    private const int OrderOfVideos = 0, PlaceOfClip = 1, OrderOfFrames = 2, OwnOfBatch = 3, VideoInstead = 4, FirstView = 16;

    private readonly ClipSource source;
    private readonly ClipOptions clips;
    private readonly IReadOnlyList<AugmentationOptions> augmentations;   // of each view
    private readonly ShuffleDegreeSampler shuffles;
    private readonly ulong seed;
    private readonly int batchSize;      // of all ranks together
    private readonly int ownSize;
    private readonly int firstRow;       // of the own ones
    private readonly int batches;
    private readonly ClipIntervalDistribution? intervals;   // null: all views of one clip
    private readonly Queue<Task<HostBatch>> ahead = new();
    private readonly CancellationTokenSource closing = new();
    private int next;

    public BatchLoader(
        ClipSource source, ClipOptions clips, IReadOnlyList<AugmentationOptions> augmentations, ShuffleSampling sampling, ulong seed, int batchSize, int batches, int batchesAhead,
        ClipIntervalDistribution? intervals = null, int first = 0, int rank = 0, int ranks = 1)
    {
        this.source = source;
        this.clips = clips;
        this.augmentations = augmentations;
        this.seed = seed;
        this.batchSize = batchSize;
        ownSize = batchSize / ranks;
        firstRow = rank * ownSize;
        this.batches = batches;
        this.intervals = intervals;
        next = first;
        shuffles = new ShuffleDegreeSampler(clips.Frames, sampling);
        for (int i = 0; i < batchesAhead; i++)
            StartOne();
    }

    /// <summary>The next batch; waits until it is made.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Null when the waiting was cancelled.</returns>
    /// <exception cref="InvalidDataException">So many videos can't be read any more that too few are left.</exception>
    public HostBatch? Next(CancellationToken cancellation)
    {
        Task<HostBatch> made = ahead.Peek();
        try
        {
            Task.WaitAny([made], cancellation);
            ahead.Dequeue();
            StartOne();
            return made.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;   // whether the waiting or the decoding heard of it first
        }
    }

    /// <summary>Ends what is under way, without waiting for it: a decode may take long, and holds nothing but its own file.</summary>
    public void Dispose()
    {
        closing.Cancel();
        Task.WhenAll(ahead).ContinueWith(
            ended =>
            {
                _ = ended.Exception;   // seen, and of no interest any more
                closing.Dispose();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void StartOne()
    {
        if (next >= batches)
            return;
        int index = next++;
        ahead.Enqueue(Task.Run(() => Make(index)));
    }

    private HostBatch Make(int index)
    {
        int frames = clips.Frames, edge = clips.CropSize;
        ViewDraw[][] draws = [.. augmentations.Select(options => new ViewDraw[options.PerFrame ? ownSize * frames : ownSize])];
        var pictures = new CroppedPictures(draws, ownSize, frames, edge, augmentations.Any(options => options.CropArea is not null));
        var videos = new long[ownSize];
        var frameNumbers = new int[ownSize][];
        var orders = new long[ownSize * frames];
        var degreeClasses = new long[ownSize];
        Span<int> order = new int[frames];

        int[] videosOfEpoch = [];
        long epochAtHand = -1;
        for (int i = 0; i < ownSize; i++)
        {
            closing.Token.ThrowIfCancellationRequested();
            long sample = (long)index * batchSize + firstRow + i;
            long epoch = sample / source.Count;
            if (epoch != epochAtHand)
            {
                videosOfEpoch = OrderOfEpoch(epoch);
                epochAtHand = epoch;
            }

            int video = videosOfEpoch[sample % source.Count];
            (RawClip clip, frameNumbers[i]) = Take(ref video, epoch, sample);
            videos[i] = source.NumberOf(video);

            var orderRandom = new SampleRandom(seed, epoch, sample, OrderOfFrames);
            degreeClasses[i] = ShuffleDegree.ClassOf(shuffles.Draw(ref orderRandom, order));
            for (int frame = 0; frame < frames; frame++)
                orders[i * frames + frame] = order[frame];

            for (int view = 0; view < draws.Length; view++)
            {
                var random = new SampleRandom(seed, epoch, sample, FirstView + view);
                int each = draws[view].Length / ownSize;
                for (int draw = 0; draw < each; draw++)
                    draws[view][i * each + draw] = ViewDraw.From(augmentations[view], clip.Size, edge, ref random);
            }

            pictures.Add(i, clip);
        }

        ulong own = new SampleRandom(seed, 0, index, OwnOfBatch).NextUInt64();
        byte[][][] pixels = pictures.ToPixels();   // before its height and width, which it may settle
        return new HostBatch(ownSize, draws.Length, frames, edge, pictures.Height, pictures.Width, pixels, draws, videos, orders, degreeClasses, own, firstRow, batchSize, frameNumbers);
    }

    /// <summary>Takes a sample's clip, from another video where that one can't be read any more.</summary>
    private TakenClip Take(ref int video, long epoch, long sample)
    {
        var instead = new SampleRandom(seed, epoch, sample, VideoInstead);
        VideoException? last = null;
        while (true)
        {
            closing.Token.ThrowIfCancellationRequested();
            if (!source.IsDropped(video))
            {
                // Anew for each video: which one is taken depends on nothing that a faulty one has drawn.
                var place = new SampleRandom(seed, epoch, sample, PlaceOfClip);
                try
                {
                    return intervals is { } distribution ? source.TakePair(video, distribution, ref place) : source.Take(video, ref place);
                }
                catch (VideoException fault) when (!closing.IsCancellationRequested)
                {
                    source.Drop(video, fault);
                    last = fault;
                }
            }

            CheckThatEnoughAreLeft(last);
            video = instead.NextInt(source.Count);
        }
    }

    // One video has nothing to be told apart from; a run that began with one is told of its loss.
    private void CheckThatEnoughAreLeft(VideoException? fault)
    {
        int left = source.Left;
        if (left >= Math.Min(2, source.Count))
            return;
        string last = fault is null ? "" : $" The last to fail: {fault.Message}";
        throw new InvalidDataException($"Only {left} of {source.Count} videos can still be read, too few to go on with.{last}", fault);
    }

    private int[] OrderOfEpoch(long epoch)
    {
        int[] order = [.. Enumerable.Range(0, source.Count)];
        new SampleRandom(seed, epoch, 0, OrderOfVideos).Shuffle(order);
        return order;
    }
}
