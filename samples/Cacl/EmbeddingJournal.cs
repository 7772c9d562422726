using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cacl.Cli;

/// <summary>The vectors that an embedding has made so far, a line of JSON each, so that it can go on after whatever ended it.</summary>
/// <remarks>
/// The first line tells the encoder. A last line that was cut off is left out. One process at a time holds the file. The processes of a
/// job write a file each: the first the journal, and the others parts, <c>FILE.rows.1</c> and so on, which the next that reads the journal
/// puts into it, whether their job came to its end or not.
/// </remarks>
internal sealed class EmbeddingJournal : IDisposable
{
    private readonly string? path;
    private readonly string encoder;
    private readonly FileStream? file;
    private readonly Dictionary<string, EmbeddingRow> rows = [];
    private int? vectorBytes;

    private EmbeddingJournal(string? path, string encoder, FileMode mode, FileShare share)
    {
        this.path = path;
        this.encoder = encoder;
        file = path is null ? null : Hold(path, mode, share);
    }

    /// <summary>Opens the journal, or begins one, and takes in what other processes have left beside it.</summary>
    /// <param name="path">The file; null keeps the rows in memory alone.</param>
    /// <param name="encoder">What tells the encoder from others.</param>
    /// <exception cref="InvalidDataException">It, or a part, is of another encoder, or is damaged.</exception>
    /// <exception cref="IOException">It can't be written, or another process holds it.</exception>
    internal static EmbeddingJournal Open(string? path, string encoder)
    {
        var journal = new EmbeddingJournal(path, encoder, FileMode.OpenOrCreate, FileShare.None);
        try
        {
            journal.Read();
            journal.TakeParts();
            journal.LeaveOutChanged();
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Begins the part of another process than the first.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="encoder">What tells the encoder from others.</param>
    /// <param name="rank">The process.</param>
    /// <exception cref="IOException">The journal is not there, or the part can't be written.</exception>
    internal static EmbeddingJournal BeginPart(string path, string encoder, int rank)
    {
        if (!File.Exists(path))
            throw new IOException($"'{path}', which rank 0 has just made, is not there on {Environment.MachineName}; --output must lie in a folder that all machines of the job share.");
        // The first process reads along; whoever holds the journal keeps other jobs from the parts too.
        var part = new EmbeddingJournal(PartOf(path, rank), encoder, FileMode.Create, FileShare.Read);
        part.WriteLine(encoder);
        return part;
    }

    /// <summary>The part of a process.</summary>
    internal static string PartOf(string path, int rank) => string.Create(CultureInfo.InvariantCulture, $"{path}.{rank}");

    /// <summary>What this run made of a video, or an earlier one of the same file; null when it is still to be embedded.</summary>
    internal EmbeddingRow? Find(string video) => rows.GetValueOrDefault(video);

    internal void Add(EmbeddingRow row)
    {
        rows[row.Path] = row;
        WriteLine(JsonSerializer.Serialize(row));
    }

    /// <summary>Ends the part of another process than the first: the first may read it on another machine now.</summary>
    internal void EndPart()
    {
        file!.Flush(flushToDisk: true);
        file.Dispose();
    }

    /// <summary>Puts the rows of all parts into the journal, and deletes them.</summary>
    /// <param name="ranks">The processes of the job that has ended its parts; 1 where no part must be there.</param>
    /// <exception cref="InvalidDataException">A part is of another encoder, or is damaged.</exception>
    /// <exception cref="IOException">A part of the job is not there; none was taken then.</exception>
    internal void TakeParts(int ranks = 1)
    {
        if (path is null)
            return;
        string full = Path.GetFullPath(path);
        // By name: a folder of the network may list its files late.
        string[] expected = [.. Enumerable.Range(1, ranks - 1).Select(rank => PartOf(full, rank))];
        if (Array.FindIndex(expected, part => !File.Exists(part)) is >= 0 and int gone)
            throw new IOException($"'{expected[gone]}', where rank {gone + 1} has written its vectors, is not there on {Environment.MachineName}, and they are not complete without it. Give the same command again, which goes on from what is kept; --output must lie in a folder that all machines of the job share.");
        foreach (string part in expected.Union(Directory.EnumerateFiles(Path.GetDirectoryName(full)!).Where(IsPart)).ToArray())
        {
            using (var source = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
                ReadLines(part, source, Add);
            file!.Flush(flushToDisk: true);
            File.Delete(part);
        }

        bool IsPart(string other) =>
            other.StartsWith(full + '.', StringComparison.Ordinal) && other.AsSpan(full.Length + 1) is { Length: > 0 } rank && rank.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>Deletes the file: everything is where it belongs.</summary>
    internal void Delete()
    {
        file?.Dispose();
        if (path is not null)
            File.Delete(path);
    }

    public void Dispose() => file?.Dispose();

    // The processes of a job that was killed may take a moment more to let go of their files.
    private static FileStream Hold(string path, FileMode mode, FileShare share)
    {
        for (int asked = 1; ; asked++)
        {
            try
            {
                // Without a buffer, so that a line that can't be written fails once, where it is written.
                return new FileStream(path, mode, FileAccess.ReadWrite, share, bufferSize: 0);
            }
            catch (IOException fault) when (asked < 30 && (fault.HResult & 0xFFFF) is 11 or 32)   // EWOULDBLOCK, ERROR_SHARING_VIOLATION
            {
                Thread.Sleep(100);
            }
        }
    }

    private void Read()
    {
        if (file is null)
            return;
        long length = ReadLines(path!, file, row => rows[row.Path] = row);
        file.SetLength(length);
        file.Position = length;
        if (length == 0)
            WriteLine(encoder);
    }

    /// <summary>Reads a journal or a part, and returns the length of its whole lines.</summary>
    private long ReadLines(string name, FileStream source, Action<EmbeddingRow> take)
    {
        bool isWhole = source.Length == 0 || EndsInLine(source);
        long length = 0;
        using var reader = new StreamReader(source, Encoding.Latin1, leaveOpen: true);
        source.Position = 0;
        string? line = reader.ReadLine();
        for (int number = 1; line is not null; number++)
        {
            string? next = reader.ReadLine();
            bool isCut = next is null && !isWhole;
            if (number == 1 && line != encoder && !(isCut && encoder.StartsWith(line, StringComparison.Ordinal)))
                throw new InvalidDataException($"'{name}' {Difference(line)}. Delete it to begin anew, or go on as it was begun.");
            if (isCut)
                break;
            if (number > 1)
                take(RowOf(line, name, number));
            length += line.Length + 1;   // all is ASCII: JSON escapes the rest
            line = next;
        }
        return length;
    }

    // What the first line tells that the encoder at hand is not: its hash and the number of clips.
    private string Difference(string line)
    {
        if (line.Split(' ') is not [var hash, var clips] || encoder.Split(' ') is not [var ownHash, var ownClips] || hash.Length != ownHash.Length)
            return "does not begin as what an embedding keeps, so it is another program's, or damaged";
        return hash == ownHash
            ? $"holds what was embedded so far from {clips} clips of each video, and this command takes {ownClips} (--clips)"
            : $"holds what was embedded so far by another encoder: its SHA-256 begins with {hash[..12]}, and that of this one with {ownHash[..12]}";
    }

    private static bool EndsInLine(FileStream file)
    {
        file.Position = file.Length - 1;
        return file.ReadByte() == '\n';
    }

    private EmbeddingRow RowOf(string line, string name, int number)
    {
        try
        {
            // A vector or a fault, and vectors of one length.
            if (JsonSerializer.Deserialize<EmbeddingRow>(line) is { } row && row.Vector is null != row.Fault is null && (row.Vector is null || row.Vector.Length == (vectorBytes ??= row.Vector.Length)))
                return row;
        }
        catch (JsonException)
        {
        }
        throw new InvalidDataException($"'{name}' is damaged in line {number}. Delete it to begin anew.");
    }

    private void LeaveOutChanged()
    {
        foreach (EmbeddingRow row in rows.Values.Where(row => !row.IsCurrent()).ToArray())
            rows.Remove(row.Path);
    }

    private void WriteLine(string line)
    {
        try
        {
            file?.Write(Encoding.ASCII.GetBytes(line + "\n"));
        }
        catch (Exception fault) when (fault is IOException or ArgumentOutOfRangeException)   // the second where a limit of the file's length is reached
        {
            throw new IOException($"'{file!.Name}' can't be written: {fault.Message}", fault);
        }
    }
}
