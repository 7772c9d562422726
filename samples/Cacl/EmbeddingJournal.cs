using System.Text;
using System.Text.Json;

namespace Cacl.Cli;

/// <summary>The vectors that an embedding has made so far, a line of JSON each, so that it can go on after whatever ended it.</summary>
/// <remarks>The first line tells the encoder. A last line that was cut off is left out. One process at a time holds the file.</remarks>
internal sealed class EmbeddingJournal : IDisposable
{
    private readonly string? path;
    private readonly FileStream? file;
    private readonly Dictionary<string, EmbeddingRow> rows = [];

    /// <summary>Opens the journal, or begins one.</summary>
    /// <param name="path">The file; null keeps the rows in memory alone.</param>
    /// <param name="encoder">What tells the encoder from others.</param>
    /// <exception cref="InvalidDataException">It is of another encoder.</exception>
    /// <exception cref="IOException">It can't be written, or another process holds it.</exception>
    internal EmbeddingJournal(string? path, string encoder)
    {
        this.path = path;
        if (path is null)
            return;
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            Read(file, encoder);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What this run made of a video, or an earlier one of the same file; null when it is still to be embedded.</summary>
    internal EmbeddingRow? Find(string video) => rows.GetValueOrDefault(video);

    internal void Add(EmbeddingRow row)
    {
        rows[row.Path] = row;
        WriteLine(JsonSerializer.Serialize(row));
    }

    /// <summary>Deletes the file: everything is where it belongs.</summary>
    internal void Delete()
    {
        file?.Dispose();
        if (path is not null)
            File.Delete(path);
    }

    public void Dispose() => file?.Dispose();

    private void Read(FileStream file, string encoder)
    {
        bool isWhole = file.Length == 0 || EndsInLine(file);
        long length = 0;
        int number = 0;
        using (var reader = new StreamReader(file, Encoding.Latin1, leaveOpen: true))
        {
            file.Position = 0;
            for (string? line = reader.ReadLine(); line is not null; number++)
            {
                string? next = reader.ReadLine();
                bool isCut = next is null && !isWhole;
                if (number == 0 && line != encoder && !(isCut && encoder.StartsWith(line, StringComparison.Ordinal)))
                    throw new InvalidDataException($"'{path}' holds what was embedded so far with another encoder or number of clips, or is another program's. Delete it to begin anew, or go on as it was begun.");
                if (isCut)
                    break;
                if (number > 0)
                    Take(line, number + 1);
                length += line.Length + 1;   // all is ASCII: JSON escapes the rest
                line = next;
            }
        }
        file.SetLength(length);
        file.Position = length;
        if (length == 0)
            WriteLine(encoder);
    }

    private static bool EndsInLine(FileStream file)
    {
        file.Position = file.Length - 1;
        return file.ReadByte() == '\n';
    }

    private void Take(string line, int number)
    {
        try
        {
            if (JsonSerializer.Deserialize<EmbeddingRow>(line) is { } row && row.IsCurrent())
                rows[row.Path] = row;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{path}' is damaged in line {number}. Delete it to begin anew.", fault);
        }
    }

    private void WriteLine(string line)
    {
        file?.Write(Encoding.ASCII.GetBytes(line + "\n"));
        file?.Flush();
    }
}
