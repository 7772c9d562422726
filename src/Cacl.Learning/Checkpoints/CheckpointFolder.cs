using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Cacl.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The folder where one run is kept, so that it can go on after whatever ended its process.</summary>
/// <remarks>
/// Files are named stage number, stage, steps done. The two latest are kept; one that is damaged is renamed, and the one before it
/// taken; what a killed process left half-written is deleted. A file that another process holds open tells that a run is at work here.
/// Of a job the first rank alone holds and writes the folder; the others read the checkpoint that it found.
/// </remarks>
internal sealed partial class CheckpointFolder : IDisposable
{
    private const int Kept = 2;

    private readonly string folder;
    private readonly RunIdentity identity;
    private readonly IReadOnlyList<string> stages;
    private readonly IProgress<string>? notices;
    private readonly List<string> told = [];
    private readonly Communicator job;
    private readonly FileStream? held;   // by the first rank
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly double secondsBefore;
    private CheckpointFile? latest;
    private string? latestPath;

    /// <summary>Opens the folder, and the latest whole checkpoint in it.</summary>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <param name="identity">The run.</param>
    /// <param name="stages">The names of its stages, in order.</param>
    /// <param name="notices">Told which checkpoint is damaged and where the run goes on; may be null. In the first rank alone.</param>
    /// <param name="job">The processes that learn together; each makes this call.</param>
    /// <exception cref="CheckpointException">The folder holds another run, only damaged checkpoints, or a run that is at work.</exception>
    public CheckpointFolder(string folder, RunIdentity identity, IReadOnlyList<string> stages, IProgress<string>? notices, Communicator job)
    {
        this.folder = Path.GetFullPath(folder);
        this.identity = identity;
        this.stages = stages;
        this.notices = notices;
        this.job = job;
        held = job.Rank == 0 ? Hold() : null;
        try
        {
            if (job.Rank == 0)
                Open();
            if (job.GatherTexts(latestPath ?? "")[0] is { Length: > 0 } found && job.Rank > 0)
                OpenFound(found);
            secondsBefore = latest?.Header.Seconds ?? 0;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What was told so far.</summary>
    public IReadOnlyList<string> Notices => told;

    /// <summary>The folder of a run, as its options say; null where they name none, or the run has no steps.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="source">Its videos.</param>
    /// <exception cref="CheckpointException">The folder holds another run, only damaged checkpoints, or a run that is at work.</exception>
    public static CheckpointFolder? Of(PretrainingOptions options, ClipSource source) =>
        options.CheckpointFolder is null || TrainingLoop.StepsOf(options, source.Count) == 0
            ? null
            : new CheckpointFolder(options.CheckpointFolder, RunIdentity.Of(options, source, new Dictionary<string, string> { ["Method"] = options.Stages[^1] }), options.Stages, options.CheckpointNotices, options.Communicator);

    /// <summary>Whether the checkpoint that the run goes on from was written after a stage's end.</summary>
    public bool IsPast(string stage) => latest is not null && IndexOf(latest.Header.Stage) > IndexOf(stage);

    /// <summary>Seconds that the run took so far, over all its processes.</summary>
    public double Seconds => secondsBefore + Stopwatch.GetElapsedTime(started).TotalSeconds;

    /// <summary>Puts a stage where the checkpoint left it.</summary>
    /// <returns>The stage's steps that are done; 0 where the checkpoint is not of this stage.</returns>
    /// <exception cref="CheckpointException">The checkpoint holds other networks than this stage has.</exception>
    public int Restore(Objective objective, GradientDescent optimizer, List<TrainingProgress> history)
    {
        if (latest is null || latest.Header.Stage != objective.Name)
            return 0;
        using CheckpointFile checkpoint = latest;
        latest = null;
        CheckpointState.Restore(checkpoint, latestPath!, objective, optimizer, history);
        return checkpoint.Header.Step;
    }

    /// <summary>Keeps a stage as it is between two steps, and lets go of the third latest checkpoint. Of a job the first rank does.</summary>
    /// <exception cref="CheckpointException">It can't be written; the one before is still there.</exception>
    public void Write(Objective objective, GradientDescent optimizer, IReadOnlyList<TrainingProgress> history, int step)
    {
        if (job.Rank > 0)
            return;
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{IndexOf(objective.Name) + 1}-{objective.Name}-{step:D9}.safetensors"));
        try
        {
            using DisposeScope scope = NewDisposeScope();
            Dictionary<string, Tensor> tensors = CheckpointState.Of(objective, optimizer, history);
            tensors[CheckpointState.Videos] = identity.VideoHashes();
            Dictionary<string, int> pointers = objective.Queues.ToDictionary(entry => entry.Name, entry => entry.Queue.Pointer);
            CheckpointFile.Write(path, new CheckpointHeader(CheckpointHeader.CurrentVersion, objective.Name, step, Seconds, pointers, identity.Options), tensors);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is how .NET names a file that is longer than its file system or a limit allows.
            string before = latestPath is null ? "There is none before it." : $"The one before it, {latestPath}, is whole: started again, the run goes on from there.";
            throw new CheckpointException($"The checkpoint {path} can't be written: {exception.Message} {before}", exception);
        }

        latestPath = path;
        foreach (string old in Files().SkipLast(Kept))
            File.Delete(old);
    }

    /// <summary>Lets go of the folder; the checkpoints stay.</summary>
    public void Dispose()
    {
        latest?.Dispose();
        held?.Dispose();
    }

    private FileStream Hold()
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The folder {folder} for checkpoints can't be used, or another run is at work in it: {exception.Message}", exception);
        }
    }

    private void Open()
    {
        string[] files = [.. Files()];
        foreach (string halfWritten in Directory.GetFiles(folder, $"*.safetensors.*{AtomicFile.Ending}"))
            File.Delete(halfWritten);
        foreach (string path in files.Reverse())
        {
            try
            {
                latest = CheckpointFile.Read(path);
            }
            catch (InvalidDataException exception)
            {
                Tell($"{exception.Message} It is set aside as {Path.GetFileName(path)}.damaged, and the checkpoint before it taken.");
                File.Move(path, path + ".damaged", overwrite: true);
                continue;
            }

            using Tensor hashes = latest.Tensors[CheckpointState.Videos].alias();
            if (identity.DifferencesFrom(latest.Header.Options, hashes.data<long>().ToArray()) is { Count: > 0 } differences)
                throw new CheckpointException($"{path} is of another run: {string.Join(" ", differences)} Give this run an empty folder, or the options and videos of that one.");
            latestPath = path;
            Tell($"Going on from {path}: {latest.Header.Step} steps of {latest.Header.Stage} are done.");
            return;
        }

        if (files.Length > 0)
            throw new CheckpointException($"None of the {files.Length} checkpoints in {folder} is whole. Delete what is there to begin anew.");
    }

    private void OpenFound(string path)
    {
        try
        {
            latest = CheckpointFile.Read(path);
            latestPath = path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CheckpointException($"Rank 0 goes on from {path}, which this rank can't read; every machine of the job must see the same folder. {exception.Message}", exception);
        }
    }

    private void Tell(string notice)
    {
        told.Add(notice);
        notices?.Report(notice);
    }

    private int IndexOf(string stage)
    {
        int index = stages.ToList().IndexOf(stage);
        return index >= 0 ? index : throw new CheckpointException($"The run has no stage {stage}.");
    }

    // From the earliest to the latest.
    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(folder).Where(path => OurName().IsMatch(Path.GetFileName(path))).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\d-[a-z-]+-\d{9,10}\.safetensors$")]
    private static partial Regex OurName();
}
