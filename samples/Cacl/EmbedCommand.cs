using System.Text.Json.Nodes;
using Cacl.Clips;
using Cacl.Onnx;

namespace Cacl.Cli;

/// <summary>Turns videos into vectors and writes them to a file.</summary>
internal sealed class EmbedCommand : Command
{
    internal override string Name => "embed";

    internal override string Summary => "turns videos into vectors: a search index, CSV or lines of JSON";

    internal override string Help { get; } = $"""
        Turns videos into vectors, and writes them to a file.

        usage: cacl embed ENCODER VIDEOS... --output FILE [OPTIONS]

          ENCODER is an .onnx file of cacl export, or a .safetensors file of cacl train.
        {VideoSources.Help}

          --output FILE     where the vectors go
          --format NAME     index (for cacl search), csv or jsonl; without it the ending of FILE tells:
                            .csv, .jsonl, and any other is an index
          --root DIR        the folder that paths of lists start from (default: each list's own)
          --part NAME       what is taken of lists that tell parts: all, train, validation or test (default all)
          --clips N         clips whose vectors are averaged to a video's (default: as the encoder says)
          --device NAME     cpu, cuda or cuda:n (default cpu)
          --json            what became of the videos, as JSON on standard output
          --quiet           no progress, and nothing about videos left out; results and errors only
          --help            this text

        A video that can't be embedded is named and left out; the exit code is 0 as long as there is one that can.
        When the command is stopped, FILE holds what was done, and FILE.rows keeps it: the same command goes on from there,
        and embeds anew only what is missing or has changed. A pipe or a device takes csv and jsonl, and keeps nothing.
        """;

    internal override int Run(Arguments arguments, Session session)
    {
        if (arguments.Operands.Count < 2)
            throw new UsageException("An encoder and videos are needed.");
        string output = arguments.Needed("--output");
        string format = arguments.Has("--format") ? arguments.Choice("--format", VectorFile.Index, VectorFile.Csv, VectorFile.JsonLines) : VectorFile.FormatOf(output);
        int? clips = arguments.Number("--clips", 1, 10_000);
        bool isStream = OutputFile.IsStream(output);
        using var encoder = OpenedEncoder.Open(arguments.Operands[0], clips, arguments.Device());
        IReadOnlyList<VideoEntry> videos = VideoSources.Find(arguments.Operands.Skip(1), VideoSources.ListOptions(arguments));
        string target = OutputFile.Check("--output", output, [.. arguments.Operands, .. videos.Select(video => video.Path)], isText: format != VectorFile.Index);

        // Nothing can go on from what went through a pipe.
        using var journal = new EmbeddingJournal(isStream ? null : output + ".rows", encoder.Identity());
        int reused = videos.Count(video => journal.Find(video.Path) is not null);
        if (reused > 0)
            session.Progress.Say($"Going on from {output}.rows: {reused} of {videos.Count} videos are done.");
        bool isStopped = !Embed(videos, encoder.Featurizer, journal, reused, format, session);

        EmbeddingRow[] done = [.. videos.Select(video => journal.Find(video.Path)).OfType<EmbeddingRow>()];
        EmbeddingRow[] faulty = [.. done.Where(row => row.Fault is not null)];
        VideoVector[] vectors = [.. videos.Where(video => journal.Find(video.Path)?.Vector is not null).Select(video => new VideoVector(video.Path, video.Label, journal.Find(video.Path)!.Features))];
        if (vectors.Length == 0 && !isStopped)
        {
            journal.Delete();
            throw new InvalidDataException($"None of {videos.Count} videos can be embedded. The first: {faulty[0].Path}: {faulty[0].Fault}");
        }
        if (vectors.Length > 0)
            VectorFile.Write(target, format, encoder.Featurizer.FeatureLength, vectors);
        if (!isStopped)
            journal.Delete();

        string remark = faulty.Length == 0 ? "" : $", {faulty.Length} left out";
        if (isStopped)
            session.Progress.Say($"Stopped: {vectors.Length} of {videos.Count} videos are done{remark}.{(isStream ? "" : " The same command goes on from there.")}");
        if (arguments.Has("--json"))
            session.Write(Describe(output, format, encoder, videos.Count, reused, vectors.Length, done, isStopped));
        else if (vectors.Length > 0 && !isStream)
            session.Output.WriteLine($"{output}: {vectors.Length} of {videos.Count} videos, {encoder.Featurizer.FeatureLength} numbers each{remark}");
        return isStopped ? Interruption.ExitCode : ProgramRun.Done;
    }

    // Whether it came to its end.
    private static bool Embed(IReadOnlyList<VideoEntry> videos, VideoFeaturizer featurizer, EmbeddingJournal journal, int done, string format, Session session)
    {
        string[] missing = [.. videos.Select(video => video.Path).Where(path => journal.Find(path) is null)];
        try
        {
            foreach (EmbeddedVideo video in featurizer.EmbedAll(missing, session.Cancellation))
            {
                bool hasNoDirection = format == VectorFile.Index && video.Features?.All(value => value == 0) == true;
                string? fault = hasNoDirection ? VectorFile.NoDirection : video.Fault?.Cause;
                journal.Add(EmbeddingRow.Of(video.Path, fault is null ? video.Features : null, fault, video.Shortfall));
                if (fault is not null)
                    session.Progress.Say($"Left out {video.Path}: {fault}");
                session.Progress.Count("Embedding", ++done, videos.Count);
            }
            return true;
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static JsonObject Describe(string output, string format, OpenedEncoder encoder, int videos, int reused, int embedded, EmbeddingRow[] done, bool isStopped) => new()
    {
        ["output"] = output,
        ["format"] = format,
        ["encoder"] = encoder.Path,
        ["length"] = encoder.Featurizer.FeatureLength,
        ["videos"] = videos,
        ["embedded"] = embedded,
        ["reused"] = reused,
        ["leftOut"] = Named(done, row => row.Fault),
        ["usedInPart"] = Named(done, row => row.Shortfall),
        ["stopped"] = isStopped,
    };

    private static JsonArray Named(EmbeddingRow[] done, Func<EmbeddingRow, string?> reason) =>
        [.. done.Where(row => reason(row) is not null).Select(row => new JsonObject { ["path"] = row.Path, ["reason"] = reason(row) })];
}
