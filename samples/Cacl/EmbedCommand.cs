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
          --threads N       videos that each process works on side by side on a CPU (default: one for each processor
                            that it may use, which the processes of a machine share)
          --json            what became of the videos, as JSON on standard output
          --quiet           no progress, and nothing about videos left out; results and errors only
          --help            this text

        A video that can't be embedded is named and left out; the exit code is 0 as long as there is one that can.
        When the command is stopped, FILE holds what was done, and FILE.rows keeps it: the same command goes on from there,
        and embeds anew only what is missing or has changed. A pipe or a device takes csv and jsonl, and keeps nothing.

        Under a launcher (mpirun -n N cacl embed ...) the processes take the videos that are still missing in turns. Each keeps
        what it has done, the first in FILE.rows and the others in FILE.rows.1 and so on, and at the end the first writes FILE
        in the order of the videos, the same as one process would write. All must see FILE's folder and the videos. A job that
        ended early goes on with the same command, in any number of processes. With cuda each process of a machine takes a GPU.
        """;

    internal override bool IsShared => true;

    internal override int Run(Arguments arguments, Session session)
    {
        Job job = session.Job;
        ProcessorShare share = ProcessorShare.Of(job);
        using EmbedPlan plan = job.Agree(() => EmbedPlan.Of(arguments, job, share));
        job.CheckSame(plan.Facts());
        if (!job.IsAlone && job.IsFirst)
            session.Progress.Say($"Embedding in {job.Size} processes; this one works on {plan.Threads} videos side by side.");

        EmbeddingJournal? journal = null;
        byte[] isDone = job.FromFirst(() =>
        {
            journal = EmbeddingJournal.Open(plan.Journal, plan.EncoderIdentity);
            return [.. plan.Videos.Select(video => (byte)(journal.Find(video.Path) is null ? 0 : 1))];
        });
        using EmbeddingJournal rows = job.Agree(() => journal ?? EmbeddingJournal.BeginPart(plan.Journal!, plan.EncoderIdentity, job.Rank));
        int reused = isDone.Count(done => done == 1);
        if (reused > 0 && job.IsFirst)
            session.Progress.Say($"Going on from {plan.Journal}: {reused} of {plan.Videos.Count} videos are done.");

        // In turns, so that a stretch of long videos is everybody's.
        string[] missing = [.. plan.Videos.Where((_, i) => isDone[i] == 0).Select(video => video.Path)];
        bool isStopped = !Embed(missing.Where((_, i) => i % job.Size == job.Rank), plan, rows, reused, session);
        job.Agree(() =>
        {
            if (job.IsFirst)
                Finish(plan, rows, reused, isStopped, arguments, session);
            return isStopped;
        });
        return isStopped ? Interruption.ExitCode : ProgramRun.Done;
    }

    // Gives the journal every row of the run, writes the file, and tells what became of the videos.
    private static void Finish(EmbedPlan plan, EmbeddingJournal journal, int reused, bool isStopped, Arguments arguments, Session session)
    {
        journal.TakeParts(session.Job.Size);
        IReadOnlyList<VideoEntry> videos = plan.Videos;
        VideoEntry[] lost = isStopped ? [] : [.. videos.Where(video => journal.Find(video.Path) is null)];
        if (lost.Length > 0)
            throw new InvalidDataException($"What became of {lost.Length} of {videos.Count} videos is not known, though all were worked on; the first: {lost[0].Path}.{(plan.Journal is null ? "" : $" '{plan.Journal}' keeps the others: give the same command again.")}");
        EmbeddingRow[] done = [.. videos.Select(video => journal.Find(video.Path)).OfType<EmbeddingRow>()];
        EmbeddingRow[] faulty = [.. done.Where(row => row.Fault is not null)];
        VideoVector[] vectors = [.. videos.Where(video => journal.Find(video.Path)?.Vector is not null).Select(video => new VideoVector(video.Path, video.Label, journal.Find(video.Path)!.Features))];
        if (vectors.Length == 0 && !isStopped)
        {
            journal.Delete();
            throw new InvalidDataException($"None of {videos.Count} videos can be embedded. The first: {faulty[0].Path}: {faulty[0].Fault}");
        }
        if (vectors.Length > 0)
            VectorFile.Write(plan.Target, plan.Format, plan.Encoder.Featurizer.FeatureLength, vectors);
        if (!isStopped)
            journal.Delete();

        string remark = faulty.Length == 0 ? "" : $", {faulty.Length} left out";
        if (isStopped)
            session.Progress.Say($"Stopped: {vectors.Length} of {videos.Count} videos are done{remark}.{(plan.Journal is null ? "" : " The same command goes on from there.")}");
        if (arguments.Has("--json"))
            session.Write(Describe(plan, reused, vectors.Length, done, isStopped));
        else if (vectors.Length > 0 && plan.Journal is not null)
            session.Output.WriteLine($"{plan.Output}: {vectors.Length} of {videos.Count} videos, {plan.Encoder.Featurizer.FeatureLength} numbers each{remark}");
    }

    // Whether it came to its end in every process.
    private static bool Embed(IEnumerable<string> share, EmbedPlan plan, EmbeddingJournal rows, int reused, Session session)
    {
        Job job = session.Job;
        string[] parts = job.IsFirst ? [.. Enumerable.Range(1, job.Size - 1).Select(rank => EmbeddingJournal.PartOf(plan.Journal!, rank))] : [];
        using var progress = new EmbeddingProgress(job.IsFirst ? session.Progress : null, reused, plan.Videos.Count, parts);
        bool isThrough = true;
        try
        {
            foreach (EmbeddedVideo video in plan.Encoder.Featurizer.EmbedAll(share, session.Cancellation))
            {
                bool hasNoDirection = plan.Format == VectorFile.Index && video.Features?.All(value => value == 0) == true;
                bool isNoNumber = video.Features?.All(float.IsFinite) == false;
                string? fault = hasNoDirection ? VectorFile.NoDirection : isNoNumber ? "the encoder makes a vector of it with a value that is no finite number" : video.Fault?.Cause;
                rows.Add(EmbeddingRow.Of(video.Path, fault is null ? video.Features : null, fault, video.Shortfall));
                if (fault is not null)
                    session.Progress.Say($"Left out {video.Path}: {fault}");
                progress.CountOne();
            }
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
        {
            isThrough = false;
        }
        if (job.IsAlone)
            return isThrough;
        if (!job.IsFirst)
            rows.EndPart();
        bool areThrough = job.Gather(isThrough ? "through" : "").All(said => said.Length > 0);
        progress.End();   // behind the others, whose parts are whole now
        return areThrough;
    }

    private static JsonObject Describe(EmbedPlan plan, int reused, int embedded, EmbeddingRow[] done, bool isStopped) => new()
    {
        ["output"] = plan.Output,
        ["format"] = plan.Format,
        ["encoder"] = plan.Encoder.Path,
        ["length"] = plan.Encoder.Featurizer.FeatureLength,
        ["videos"] = plan.Videos.Count,
        ["embedded"] = embedded,
        ["reused"] = reused,
        ["leftOut"] = Named(done, row => row.Fault),
        ["usedInPart"] = Named(done, row => row.Shortfall),
        ["stopped"] = isStopped,
    };

    private static JsonArray Named(EmbeddingRow[] done, Func<EmbeddingRow, string?> reason) =>
        [.. done.Where(row => reason(row) is not null).Select(row => new JsonObject { ["path"] = row.Path, ["reason"] = reason(row) })];
}
