using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Cacl.Clips;

/// <summary>What the videos of a list hold: frames, size, rate, faults. Made by decoding each once, kept in a file, renewed where files have changed.</summary>
/// <remarks>Does not change once it is made; any number of threads may read it.</remarks>
public sealed class VideoIndex
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ExaminedVideo> _byPath;

    private VideoIndex(IReadOnlyList<ExaminedVideo> videos, IReadOnlyList<string> outdated)
    {
        Videos = videos;
        Outdated = outdated;
        _byPath = new Dictionary<string, ExaminedVideo>(videos.Count, StringComparer.Ordinal);
        foreach (ExaminedVideo video in videos)
            _byPath[video.Path] = video;
    }

    /// <summary>The videos, each once, in the order in which they were given.</summary>
    public IReadOnlyList<ExaminedVideo> Videos { get; }

    /// <summary>Full paths of videos that <see cref="Load"/> left out because their files have changed, are gone, or could not be got at, or because another release of the decoder examined them.</summary>
    public IReadOnlyList<string> Outdated { get; }

    /// <summary>Gives what is known of a video; null when it is not in the index.</summary>
    /// <param name="path">The file; a relative path starts from the current folder.</param>
    public ExaminedVideo? Find(string path) => _byPath.GetValueOrDefault(FullPath(path));

    /// <summary>Examines videos, several at a time: each is decoded to its end, without converting its frames.</summary>
    /// <param name="paths">The files; one that is given more than once is examined once. A file that can't be read is an entry with a fault.</param>
    /// <param name="known">An index to take unchanged videos from, so that only the others are decoded.</param>
    /// <param name="workers">How many videos are decoded at a time; 0 takes as many as there are processors.</param>
    /// <param name="progress">Told after each video, one call at a time, from the working threads.</param>
    /// <param name="reading">How files are read; null for the defaults.</param>
    /// <param name="cancellation">Stops after the videos that are being decoded.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workers"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static VideoIndex Examine(
        IEnumerable<string> paths, VideoIndex? known = null, int workers = 0, IProgress<VideoIndexProgress>? progress = null,
        VideoReadOptions? reading = null, CancellationToken cancellation = default)
    {
        string[] files = FullPaths(paths);
        ExaminedVideo?[] found = new ExaminedVideo?[files.Length];
        Fill(found, files, known, workers, progress, reading, null, cancellation);
        return new VideoIndex(found!, []);
    }

    /// <summary>Examines videos with an index that is kept in a file: loads it where it exists, decodes only what is new or has changed, and saves it.</summary>
    /// <remarks>
    /// The file also keeps what it knew of other videos, so that several lists can share it, and several processes at once. It is
    /// saved every half minute, less often only where saving takes long, and when the work is done or stopped; the next call goes on from there.
    /// Nothing is written when nothing is new. A last line that was cut off, as an unfinished copy leaves it, is left out, and its video examined anew.
    /// </remarks>
    /// <param name="file">The index file.</param>
    /// <param name="paths">The videos.</param>
    /// <param name="workers">How many videos are decoded at a time; 0 takes as many as there are processors.</param>
    /// <param name="progress">Told after each video, one call at a time, from the working threads.</param>
    /// <param name="reading">How files are read; null for the defaults.</param>
    /// <param name="cancellation">Stops after the videos that are being decoded.</param>
    /// <returns>The index of <paramref name="paths"/>.</returns>
    /// <exception cref="InvalidDataException">The file is no index; the message names its line.</exception>
    /// <exception cref="IOException">The file can't be written; told before any video is decoded.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; told before any video is decoded.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static VideoIndex Update(
        string file, IEnumerable<string> paths, int workers = 0, IProgress<VideoIndexProgress>? progress = null,
        VideoReadOptions? reading = null, CancellationToken cancellation = default)
        => Update(file, paths, workers, progress, reading, SaveEvery, cancellation);

    /// <summary>The same, with a time of the caller's between two savings.</summary>
    internal static VideoIndex Update(
        string file, IEnumerable<string> paths, int workers, IProgress<VideoIndexProgress>? progress, VideoReadOptions? reading, TimeSpan saveEvery, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        string[] files = FullPaths(paths);
        bool exists = File.Exists(file);
        Dictionary<string, ExaminedVideo> kept = new(StringComparer.Ordinal);
        if (exists && VideoIndexFile.Read(file) is var (decoder, videos) && decoder == DecoderVersion.Text)
        {
            foreach (ExaminedVideo video in videos)
                kept[video.Path] = video;
        }
        VideoIndex known = new([.. kept.Values.Where(video => video.IsUnchanged())], []);
        if (!exists || files.Any(IsNew))
            VideoIndexFile.CheckPlace(file);
        ExaminedVideo?[] found = new ExaminedVideo?[files.Length];
        long start = Stopwatch.GetTimestamp();
        TimeSpan next = saveEvery;
        bool hasNews = false;
        try
        {
            Fill(found, files, known, workers, progress, reading, SaveWhenDue, cancellation);
        }
        finally
        {
            if (!exists || hasNews)
                Merge(file, found, checkOthers: true);
        }
        return new VideoIndex(found!, []);

        // One that was missing and still is gives the same entry again.
        bool IsNew(string path) => known.Find(path) is null && !(kept.GetValueOrDefault(path) is { Fault: not null } && FileStamp.Of(path) is null);

        void SaveWhenDue(ExaminedVideo video)
        {
            // One with nothing new may be where nothing can be written.
            hasNews |= kept.GetValueOrDefault(video.Path) != video;
            TimeSpan now = Stopwatch.GetElapsedTime(start);
            if (!hasNews || now < next)
                return;
            Merge(file, found, checkOthers: false);
            // A large index takes seconds to write, which the other workers wait for: at most a tenth of the time.
            TimeSpan end = Stopwatch.GetElapsedTime(start);
            next = end + (saveEvery > 10 * (end - now) ? saveEvery : 10 * (end - now));
        }
    }

    /// <summary>Writes what was found over what the file holds by now of the same videos; what it holds of others stays.</summary>
    /// <param name="file">The index file.</param>
    /// <param name="found">What was found so far.</param>
    /// <param name="checkOthers">Whether others whose files have changed or are gone are left out.</param>
    private static void Merge(string file, ExaminedVideo?[] found, bool checkOthers)
    {
        using IDisposable? held = VideoIndexFile.Lock(file);
        List<ExaminedVideo> done = [.. found.OfType<ExaminedVideo>()];
        HashSet<string> renewed = [.. done.Select(video => video.Path)];
        if (File.Exists(file) && VideoIndexFile.Read(file) is var (decoder, others) && decoder == DecoderVersion.Text)
            done.AddRange(others.Where(video => !renewed.Contains(video.Path) && (!checkOthers || video.IsUnchanged())));
        VideoIndexFile.Write(file, done);
    }

    /// <summary>Loads an index, and holds each of its videos against the file's size and time of writing.</summary>
    /// <param name="file">The index file.</param>
    /// <returns>The index of the videos that are as they were; <see cref="Outdated"/> names the others.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no index; the message names the line.</exception>
    public static VideoIndex Load(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        (string decoder, List<ExaminedVideo> kept) = VideoIndexFile.Read(file);
        ILookup<bool, ExaminedVideo> videos = kept.ToLookup(video => decoder == DecoderVersion.Text && video.IsUnchanged());
        return new VideoIndex([.. videos[true]], [.. videos[false].Select(video => video.Path)]);
    }

    /// <summary>Saves the index, a line of JSON a video. The file is there whole or not at all; one that exists is replaced.</summary>
    /// <remarks>Videos in the folder of the index or below are written by their paths from there, so that both can be moved together.</remarks>
    /// <param name="file">The file; its folder must exist.</param>
    public void Save(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        VideoIndexFile.Write(file, Videos);
    }

    private static string[] FullPaths(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [.. paths.Select(FullPath).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A path that can't be any file's stays as it is, and is found to be a fault like any other.</summary>
    private static string FullPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FileStamp.CanBeAPath(path) ? Path.GetFullPath(path) : path;
    }

    private static void Fill(
        ExaminedVideo?[] found, string[] files, VideoIndex? known, int workers, IProgress<VideoIndexProgress>? progress, VideoReadOptions? reading, Action<ExaminedVideo>? saveWhenDue,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        reading?.Check();
        Lock counting = new();
        int done = 0, reused = 0, faulty = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = workers == 0 ? Environment.ProcessorCount : workers, CancellationToken = cancellation };
        try
        {
            // Handed out one at a time: in ranges, the last worker would be left with many long videos.
            Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, files.Length), EnumerablePartitionerOptions.NoBuffering), options, i =>
            {
                ExaminedVideo? same = known?._byPath.GetValueOrDefault(files[i]);
                bool isSame = same is not null && same.IsUnchanged();
                ExaminedVideo video = isSame ? same! : ExaminedVideo.Examine(files[i], reading);
                lock (counting)
                {
                    found[i] = video;
                    saveWhenDue?.Invoke(video);
                    done++;
                    reused += isSame ? 1 : 0;
                    faulty += video.Fault is null ? 0 : 1;
                    progress?.Report(new VideoIndexProgress(done, files.Length, reused, faulty, video.Path));
                }
            });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
