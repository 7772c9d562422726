namespace Cacl.Cli;

/// <summary>Shows how far an embedding is; in a job the first process shows it for all, by what they have written.</summary>
internal sealed class EmbeddingProgress : IDisposable
{
    private readonly ProgressLine? line;
    private readonly int total;
    private readonly string[] parts;
    private readonly long[] positions;
    private readonly Lock gate = new();
    private readonly Timer? timer;
    private int done;
    private int shown = -1;

    /// <param name="line">Where it is shown; null where another process shows it.</param>
    /// <param name="done">Videos that were done before.</param>
    /// <param name="total">All videos.</param>
    /// <param name="parts">The files of the other processes, with their first line; none where this process shows nothing, or is alone.</param>
    internal EmbeddingProgress(ProgressLine? line, int done, int total, string[] parts)
    {
        (this.line, this.done, this.total, this.parts) = (line, done, total, parts);
        positions = new long[parts.Length];
        if (parts.Length > 0)
            timer = new Timer(_ => ShowAll(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>A video of this process is done.</summary>
    internal void CountOne()
    {
        int now = Interlocked.Increment(ref done);
        if (timer is null)
            line?.Count("Embedding", now, total);
    }

    /// <summary>Shows what is done, of all processes.</summary>
    internal void ShowAll()
    {
        lock (gate)
        {
            for (int i = 0; i < parts.Length; i++)
                Interlocked.Add(ref done, LinesSince(parts[i], ref positions[i]));
            if (done != shown || done < total)
                line?.Count("Embedding", done, total);
            shown = done;
        }
    }

    /// <summary>Shows how far all processes have come when they have ended.</summary>
    internal void End()
    {
        timer?.Dispose();
        if (timer is not null)
            ShowAll();
    }

    public void Dispose() => timer?.Dispose();

    private static int LinesSince(string part, ref long position)
    {
        try
        {
            using var file = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = position;
            var block = new byte[64 * 1024];
            bool isNew = position == 0;
            int lines = 0;
            for (int read = file.Read(block); read > 0; read = file.Read(block))
            {
                lines += block.AsSpan(0, read).Count((byte)'\n');
                position += read;
            }
            return isNew && position > 0 ? lines - 1 : lines;   // the first line is no video's
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;   // what is shown may come late: a folder of the network is not the same everywhere at once
        }
    }
}
