using System.IO.Enumeration;

namespace Cacl.Clips;

/// <summary>Keeps the files of a cache's folder within a number of bytes, whichever process wrote them, and sweeps up what crashes left.</summary>
/// <remarks>
/// Files that have another kind of name are not the cache's, and never touched. May be used by several threads at once; several
/// processes that delete at the same time only find files gone.
/// </remarks>
internal sealed class BoundedFolder(string path, long capacityBytes)
{
    private const string Ending = ".frames", HalfEnding = ".half";

    /// <summary>Looking at so many files after a write costs little beside the decoding before it.</summary>
    private const int FilesLookedAt = 1000;

    private static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(1);
    private static readonly EnumerationOptions Flat = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly Lock _lock = new();
    private long _bytesAtMost = long.MaxValue;
    private int _addedUntilLook;

    /// <summary>The file that a source is kept in.</summary>
    public string FileOf(FrameSource source) => Path.Join(path, source.Name + Ending);

    /// <summary>A file that no other thread or process writes.</summary>
    public string NewHalf() => Path.Join(path, $"{Guid.NewGuid():N}{HalfEnding}");

    /// <summary>Bytes that the cache's files take now.</summary>
    public long Measure() => List().Sum(file => file.Length);

    /// <summary>Notes a file that was written, and deletes those not used for the longest until all fit.</summary>
    public void Added(long bytes)
    {
        lock (_lock)
        {
            _bytesAtMost = _bytesAtMost > long.MaxValue - bytes ? long.MaxValue : _bytesAtMost + bytes;
            // Other processes add too, so that the own count is only good for a while.
            if (_bytesAtMost > capacityBytes || --_addedUntilLook <= 0)
                Tidy();
        }
    }

    private void Tidy()
    {
        List<Kept> files = List();
        long total = files.Sum(file => file.Length);
        DateTime old = DateTime.UtcNow - LeftoverAge;
        foreach (Kept half in files.Where(file => file.IsHalf && file.LastUsed < old))
            total -= IsHeld(half.Name) ? 0 : Delete(half);

        if (total > capacityBytes)
        {
            // Of very many files some more are let go, so that not each write lists them all again.
            long room = files.Count > FilesLookedAt ? capacityBytes - capacityBytes / 16 : capacityBytes;
            foreach (Kept file in files.Where(file => !file.IsHalf).OrderBy(file => file.LastUsed))
            {
                if (total <= room)
                    break;
                total -= Delete(file);
            }
        }
        _bytesAtMost = total;
        _addedUntilLook = files.Count / FilesLookedAt;
    }

    private long Delete(Kept file)
    {
        try
        {
            File.Delete(Path.Join(path, file.Name));
            return file.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Whether a process has the file open for writing.</summary>
    private bool IsHeld(string name)
    {
        try
        {
            File.OpenHandle(Path.Join(path, name), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private List<Kept> List()
    {
        try
        {
            return [.. new FileSystemEnumerable<Kept>(path, (ref FileSystemEntry entry) => new Kept(entry.FileName.ToString(), entry.Length, entry.LastWriteTimeUtc.UtcDateTime), Flat)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsOwn(entry.FileName),
            }];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static bool IsOwn(ReadOnlySpan<char> name) => name.EndsWith(Ending, StringComparison.Ordinal)
        ? name.Length == 64 + Ending.Length && !name[..64].ContainsAnyExcept("0123456789abcdef")
        : name.EndsWith(HalfEnding, StringComparison.Ordinal) && name.Length == 32 + HalfEnding.Length && !name[..32].ContainsAnyExcept("0123456789abcdef");

    private readonly record struct Kept(string Name, long Length, DateTime LastUsed)
    {
        public bool IsHalf => Name.EndsWith(HalfEnding, StringComparison.Ordinal);
    }
}
