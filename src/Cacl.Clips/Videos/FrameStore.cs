namespace Cacl.Clips;

/// <summary>Keeps decoded videos in memory, so that a training run decodes a file once and not once an epoch.</summary>
/// <remarks>
/// A video is decoded whole when it is first asked for. When the videos kept take more than the capacity, those not
/// asked for the longest are let go, and decoded again when asked for again. Any number of threads may ask at once;
/// a file that several ask for is decoded once and different files are decoded side by side. A file that can't be
/// read is not remembered: each later call tries it again. With a cache on disk, a video that is not in memory is
/// looked for there before it is decoded, and read from there without taking memory of the store.
/// </remarks>
public sealed class FrameStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _leastRecentFirst = new();
    private readonly FrameCache? _cache;
    private readonly VideoReadOptions? _reading;
    private long _heldBytes;
    private long _decodeCount;

    /// <summary>Makes an empty store.</summary>
    /// <param name="scaling">What frames are scaled to.</param>
    /// <param name="capacityBytes">
    /// The most that kept frames may take; 0 keeps nothing. Videos that are being decoded or in use elsewhere come on top.
    /// </param>
    /// <param name="cache">Where decoded videos are looked for before, and kept after, decoding; null for nowhere.</param>
    /// <param name="reading">How files are read; null for as the cache does, and without one for the defaults.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or the cache has another scaling.</exception>
    public FrameStore(FrameScaling scaling, long capacityBytes, FrameCache? cache = null, VideoReadOptions? reading = null)
    {
        reading?.Check();
        ArgumentOutOfRangeException.ThrowIfNegative(capacityBytes);
        if (cache is not null && cache.Scaling != scaling)
            throw new ArgumentException($"The cache scales frames to {cache.Scaling}, the store to {scaling}.", nameof(cache));
        _cache = cache;
        _reading = reading ?? cache?.Reading;
        Scaling = scaling;
        CapacityBytes = capacityBytes;
    }

    /// <summary>What frames are scaled to.</summary>
    public FrameScaling Scaling { get; }

    /// <summary>The most that kept frames may take, in bytes.</summary>
    public long CapacityBytes { get; }

    /// <summary>What the kept frames take now, in bytes; at most <see cref="CapacityBytes"/>.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_lock)
                return _heldBytes;
        }
    }

    /// <summary>How many times a file was decoded, failures included: far above the number of files means that the capacity is too small.</summary>
    public long DecodeCount => Interlocked.Read(ref _decodeCount);

    /// <summary>Gives a video, from memory, from the cache on disk, or by decoding it on the calling thread.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The video, to be disposed after use; what is in memory stays there.</returns>
    /// <exception cref="VideoException">The file can't be read; see <see cref="VideoFile.Open"/>.</exception>
    public VideoFrames Get(string path) => TryGet(path, long.MaxValue)!;

    /// <summary>The same, unless the video would have to be decoded and its frames take more than so many bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The most that decoded frames may take. Those that are in memory, or in the cache on disk, are given however many they are.</param>
    /// <returns>Null when there are more. That is not remembered: a further call decodes as many again.</returns>
    /// <exception cref="VideoException">As for <see cref="Get"/>.</exception>
    internal VideoFrames? TryGet(string path, long mostBytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        while (true)
        {
            LinkedListNode<Entry>? node = Recall(path);
            if (node is null && _cache?.Find(path) is { } kept)
                return kept;
            node ??= Enter(path, mostBytes);
            try
            {
                // The first caller decodes, outside the store's lock; the others of this path wait for it here.
                if (node.Value.Video.Value is { } video)
                {
                    Settle(node, video);
                    return video;
                }
            }
            catch
            {
                Forget(node);
                throw;
            }
            Forget(node);
            // Where the one who decoded would take fewer than this caller, it was not the last word.
            if (node.Value.MostBytes >= mostBytes)
                return null;
        }
    }

    /// <summary>Takes a video that the caller has decoded, unless there is one of its path.</summary>
    internal void Put(DecodedVideo video)
    {
        LinkedListNode<Entry> node = new(new Entry(video.Path, long.MaxValue, new Lazy<DecodedVideo?>(video)));
        lock (_lock)
        {
            if (!_entries.TryAdd(video.Path, node))
                return;
            _leastRecentFirst.AddLast(node);
        }
        Settle(node, video);
    }

    /// <summary>The entry of a path, now the one asked for last; null when there is none.</summary>
    private LinkedListNode<Entry>? Recall(string path)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(path, out LinkedListNode<Entry>? node))
                return null;
            _leastRecentFirst.Remove(node);
            _leastRecentFirst.AddLast(node);
            return node;
        }
    }

    /// <summary>The entry of a path, made where another thread has not made it meanwhile.</summary>
    private LinkedListNode<Entry> Enter(string path, long mostBytes)
    {
        lock (_lock)
        {
            if (Recall(path) is { } made)
                return made;
            LinkedListNode<Entry> node = new(new Entry(path, mostBytes, new Lazy<DecodedVideo?>(() => Decode(path, mostBytes))));
            _entries.Add(path, node);
            _leastRecentFirst.AddLast(node);
            return node;
        }
    }

    private DecodedVideo? Decode(string path, long mostBytes)
    {
        Interlocked.Increment(ref _decodeCount);
        if (_cache is not null)
            return _cache.TryDecode(path, mostBytes, _reading);
        using VideoFile file = VideoFile.Open(path, _reading);
        return file.TryReadAll(Scaling.Of(file.Width, file.Height), mostBytes);
    }

    /// <summary>Counts a video that has just been decoded, and lets go of what no longer fits.</summary>
    private void Settle(LinkedListNode<Entry> node, DecodedVideo video)
    {
        lock (_lock)
        {
            if (node.List is null || node.Value.Bytes != 0)
                return;
            node.Value.Bytes = video.ByteCount;
            _heldBytes += video.ByteCount;
            LinkedListNode<Entry>? oldest = _leastRecentFirst.First;
            while (_heldBytes > CapacityBytes && oldest is not null)
            {
                LinkedListNode<Entry>? next = oldest.Next;
                // One that is still being decoded takes nothing yet, and others may wait for it.
                if (oldest.Value.Bytes != 0)
                    Remove(oldest);
                oldest = next;
            }
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        lock (_lock)
        {
            if (node.List is not null)
                Remove(node);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _heldBytes -= node.Value.Bytes;
        _entries.Remove(node.Value.Path);
        _leastRecentFirst.Remove(node);
    }

    private sealed class Entry(string path, long mostBytes, Lazy<DecodedVideo?> video)
    {
        public string Path { get; } = path;

        /// <summary>The most that it may take to be decoded whole.</summary>
        public long MostBytes { get; } = mostBytes;

        public Lazy<DecodedVideo?> Video { get; } = video;

        /// <summary>What the video takes, 0 until it is decoded.</summary>
        public long Bytes { get; set; }
    }
}
