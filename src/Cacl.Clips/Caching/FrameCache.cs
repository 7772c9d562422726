using Microsoft.Win32.SafeHandles;

namespace Cacl.Clips;

/// <summary>Keeps decoded videos in files of a folder, so that a later run, or another process, reads frames and does not decode them.</summary>
/// <remarks>
/// <para>
/// A file holds the frames of one video at one size, and is found by everything that decides its pixels: the video's full path,
/// length and time of writing, the scaling, the decoder. It is written under another name, flushed to the disk, and renamed
/// when whole; what a crash leaves is swept up an hour later. It is read through memory mapping, and checked: the record of
/// what it holds when it is opened, each frame when it is copied. One that is damaged is deleted, and made anew.
/// </para>
/// <para>
/// Any number of threads and processes may share a folder. Files, or the whole folder, may be deleted at any time; they must
/// not be shortened in place while they are read. Each process keeps the folder within its own capacity.
/// </para>
/// <para>A full disk or a folder that can't be written costs speed and nothing else; <see cref="LastFault"/> tells.</para>
/// </remarks>
public sealed class FrameCache
{
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(1);

    private readonly BoundedFolder _files;
    private readonly IProgress<string>? _faults;
    private readonly Lock _faultLock = new();
    private string? _lastFault;
    private bool _writingFails;
    private long _hits;
    private long _writes;

    /// <summary>Makes a cache; nothing is read or written yet.</summary>
    /// <param name="folder">The folder, which is made when the first video is kept. Files in it that are not the cache's are left alone.</param>
    /// <param name="scaling">What frames are scaled to.</param>
    /// <param name="capacityBytes">The most that the cache's files in the folder may take together; at least 1. A video that would take more than half of it is not kept.</param>
    /// <param name="faults">
    /// Told each time a file is found damaged, and when writing begins to fail: once, and again only after it has worked in
    /// between. From the thread that reads or writes.
    /// </param>
    /// <param name="reading">How video files are read; null for the defaults.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public FrameCache(string folder, FrameScaling scaling, long capacityBytes, IProgress<string>? faults = null, VideoReadOptions? reading = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        reading?.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, 1);
        Folder = Path.GetFullPath(folder);
        Scaling = scaling;
        CapacityBytes = capacityBytes;
        Reading = reading;
        _faults = faults;
        _files = new BoundedFolder(Folder, capacityBytes);
    }

    /// <summary>Adds a line for each of two options of a cache that is out of its range: its folder, null for none, and its capacity in MiB.</summary>
    /// <remarks>Where the folder is does not matter yet: nothing fails for a cache that can't be written.</remarks>
    internal static void CollectFaults(string folderOption, string? folder, string megabytesOption, int megabytes, ICollection<string> faults)
    {
        OptionPaths.CollectNameFaults(folderOption, folder, faults);
        if (megabytes is < 1 or > 1_073_741_824)
            faults.Add($"{megabytesOption} is {megabytes}; it must be from 1 to 1073741824.");
    }

    /// <summary>The folder's full path.</summary>
    public string Folder { get; }

    /// <summary>What frames are scaled to.</summary>
    public FrameScaling Scaling { get; }

    /// <summary>The most that the cache's files may take together, in bytes.</summary>
    public long CapacityBytes { get; }

    /// <summary>How video files are read; null for the defaults.</summary>
    public VideoReadOptions? Reading { get; }

    /// <summary>What the cache's files in the folder take now, in bytes, those of other processes included; lists the folder.</summary>
    public long HeldBytes => _files.Measure();

    /// <summary>How many times a video was found.</summary>
    public long HitCount => Interlocked.Read(ref _hits);

    /// <summary>How many videos were kept.</summary>
    public long WriteCount => Interlocked.Read(ref _writes);

    /// <summary>What last went wrong with the cache, in words that name the file or folder; null when nothing did.</summary>
    public string? LastFault => Volatile.Read(ref _lastFault);

    /// <summary>Whether a video may be kept: it takes at most half of the capacity.</summary>
    /// <param name="bytes">Bytes of all its frames.</param>
    public bool Takes(long bytes) => bytes <= CapacityBytes / 2;

    /// <summary>Gives a video that is kept.</summary>
    /// <param name="path">The video file.</param>
    /// <returns>The video, to be disposed; null when it is not kept, or its file has changed or is gone.</returns>
    public VideoFrames? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (FrameSource.Of(path, Scaling) is not { } source)
            return null;
        string file = _files.FileOf(source);
        try
        {
            if (Open(file, path, source) is { } video)
            {
                Interlocked.Increment(ref _hits);
                return video;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Tell($"Can't read '{file}' of the cache, the video is decoded: {exception.Message}");
            return null;
        }
        Discard(file);
        return null;
    }

    /// <summary>How a video ends that is kept, and after how many frames; null when it is not kept.</summary>
    internal VideoEnding? EndingOf(string path)
    {
        using VideoFrames? video = Find(path);
        return video?.Ending;
    }

    /// <summary>Decodes a video, and keeps it if it fits and has not changed meanwhile.</summary>
    /// <param name="path">The video file.</param>
    /// <exception cref="VideoException">The file can't be read; see <see cref="VideoFile.Open"/>.</exception>
    public DecodedVideo Decode(string path) => TryDecode(path, long.MaxValue, Reading)!;

    /// <summary>The same, unless the frames take more than so many bytes.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="mostBytes">The most that they may take.</param>
    /// <param name="reading">How the file is read; null for the defaults.</param>
    /// <returns>Null when there are more; then nothing is kept.</returns>
    internal DecodedVideo? TryDecode(string path, long mostBytes, VideoReadOptions? reading)
    {
        ArgumentNullException.ThrowIfNull(path);
        FrameSource? source = FrameSource.Of(path, Scaling);   // before it is read: a change from here on shows
        using VideoFile file = VideoFile.Open(path, reading);
        DecodedVideo? video = file.TryReadAll(Scaling.Of(file.Width, file.Height), mostBytes);
        if (video is not null)
            KeepUnchanged(source, video);
        return video;
    }

    /// <summary>Keeps a video if it fits, and its file is what it was before it was decoded.</summary>
    /// <param name="source">The file as it was then; null when it could not be looked at.</param>
    /// <param name="video">Its frames, scaled as the cache scales.</param>
    internal void KeepUnchanged(FrameSource? source, DecodedVideo video)
    {
        if (Takes(video.ByteCount) && source is not null && source == FrameSource.Of(video.Path, Scaling))
            Keep(source, video);
    }

    /// <summary>Writes a video's file.</summary>
    internal void Keep(FrameSource source, DecodedVideo video)
    {
        string half = _files.NewHalf();
        try
        {
            Directory.CreateDirectory(Folder);
            long length = Write(half, source, video);
            if (!Rename(half, _files.FileOf(source)))
                return;
            Interlocked.Increment(ref _writes);
            _files.Added(length);
            Volatile.Write(ref _writingFails, false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is what .NET makes of a file that is longer than the disk or the process's limit allows.
            TryDelete(half);
            if (!Interlocked.Exchange(ref _writingFails, true))
                Tell($"Can't keep decoded videos in '{Folder}', they are decoded each time: {exception.Message}");
        }
    }

    /// <summary>Gives a written file its name; false when somebody has emptied the folder meanwhile, as they may.</summary>
    private static bool Rename(string half, string file)
    {
        try
        {
            File.Move(half, file, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static long Write(string half, FrameSource source, DecodedVideo video)
    {
        uint[] checksums = new uint[video.FrameCount];
        // Not shared: that is how the sweep tells a file that is being written from one that was left.
        using FileStream stream = new(half, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        for (int i = 0; i < checksums.Length; i++)
        {
            checksums[i] = FrameChecksum.Of(video.Frame(i));
            stream.Write(video.Frame(i));
        }
        stream.Write(new KeptFrames(video.Size, video.Ending, checksums).ToBytes(source.Identity));
        // On the disk before it takes its name: a machine that goes down leaves it whole or not at all.
        stream.Flush(flushToDisk: true);
        return stream.Length;
    }

    private MappedVideo? Open(string file, string path, FrameSource source)
    {
        SafeFileHandle handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            if (KeptFrames.Read(handle, source.Identity) is not { } kept)
            {
                handle.Dispose();
                return null;
            }
            NoteUse(file);
            return new MappedVideo(path, handle, kept, () =>
            {
                Discard(file);
                return Decode(path);
            });
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Notes that a file is in use, in the time by which the longest unused is told; seldom, to spare the disk.</summary>
    private static void NoteUse(string file)
    {
        try
        {
            DateTime now = DateTime.UtcNow;
            if ((now - File.GetLastWriteTimeUtc(file)).Duration() > UseIsNotedEvery)
                File.SetLastWriteTimeUtc(file, now);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone, or a folder that is only to be read: the frames are good all the same.
        }
    }

    private void Discard(string file)
    {
        TryDelete(file);
        Tell($"'{file}' of the cache is damaged or not the cache's; it is deleted and made anew.");
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In the folder it can do no harm: it is never trusted, and counts towards the capacity.
        }
    }

    private void Tell(string fault)
    {
        lock (_faultLock)
        {
            _lastFault = fault;
            _faults?.Report(fault);
        }
    }
}
