using System.Diagnostics;
using Cacl.Learning;

namespace Cacl.Study;

/// <summary>The study from its first run to its table.</summary>
internal sealed class StudyRun(StudyOptions options, TextWriter console, CancellationToken cancellation)
{
    private readonly ResultsFile file = new(Path.Join(options.Output, "results.jsonl"));

    /// <summary>Makes the runs that are missing, writes the table of all, and tells whether there was time for every run.</summary>
    public bool Run()
    {
        long started = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(options.Output);
        StudyData[] data = [.. options.Data.Select(name => StudyData.Of(name, options, cancellation))];
        IReadOnlyList<PlannedRun> planned = PlannedRun.All(options, data);
        foreach (PlannedRun run in planned)
            run.Options.Validate();
        List<RunResult> results = file.Read();
        RunResult[] wanted = [.. planned.Select(run => run.Empty(options.Select))];
        int there = wanted.Count(run => results.Exists(run.IsSameRun));
        foreach (StudyData one in data)
            console.WriteLine($"{one.Name}: {one.Protocol.Train.Count} videos to learn from, {one.Protocol.Test.Count} of {(options.Select ? "the rest of train" : "validate")} to measure on");
        console.WriteLine($"{planned.Count} runs, {there} of them made before");

        bool isOutOfTime = false;
        for (int i = 0; i < planned.Count && !isOutOfTime; i++)
        {
            if (results.Exists(wanted[i].IsSameRun))
                continue;
            isOutOfTime = options.BudgetMinutes is { } minutes && Stopwatch.GetElapsedTime(started).TotalSeconds + Expected(wanted[i], results) > 60 * minutes;
            if (isOutOfTime)
                break;
            console.Write($"{i + 1}/{planned.Count} {wanted[i].Data} {wanted[i].Variant} seed {wanted[i].Seed}: ");
            RunResult result = Make(planned[i], wanted[i]);
            file.Add(result);
            results.Add(result);
            console.WriteLine(StudyTable.Line(result));
        }

        RunResult[] found = [.. wanted.Select(run => results.Find(run.IsSameRun)).OfType<RunResult>()];
        if (found.Length > 0)
            new StudyTable(options, data, found).Write(options.Output, console);
        if (isOutOfTime)
            console.WriteLine($"The budget of {options.BudgetMinutes} minutes is spent with {found.Length} of {planned.Count} runs made. The same command goes on from there.");
        return !isOutOfTime;
    }

    private RunResult Make(PlannedRun run, RunResult empty)
    {
        long started = Stopwatch.GetTimestamp();
        string checkpoints = Path.Join(options.Output, "running", $"{empty.Data}-{empty.Variant}-{empty.Seed}-{empty.Settings}");
        PretrainingOptions settings = run.Options with
        {
            CacheFolder = Path.Join(options.Output, "frames"),
            // Of the videos that are learned from, which are others where a part of them is held out.
            IndexFile = Path.Join(options.Output, "running", $"{empty.Data}-{run.Data.Protocol.Train.Count}.index"),
            CheckpointFolder = empty.Steps == 0 ? null : checkpoints,
            CheckpointEvery = 100,
            Cancellation = cancellation,
        };
        try
        {
            using TrainingResult trained = new VideoTrainer(settings).Train(run.Data.TrainPaths);
            cancellation.ThrowIfCancellationRequested();
            long trainedAt = Stopwatch.GetTimestamp();
            var evaluation = new EvaluationOptions { ClipsPerVideo = settings.EmbedClips, K = [1, 5], NamedNeighbours = 0, Untrained = false, Cancellation = cancellation };
            EvaluationResult measured = run.Data.Protocol.Evaluate(trained, evaluation);
            if (Directory.Exists(checkpoints))
                Directory.Delete(checkpoints, recursive: true);
            return Filled(empty, measured) with { TrainingSeconds = trained.Seconds, EpochSeconds = EpochSeconds(trained, run.Data.Protocol.Train.Count), Seconds = trained.Seconds + Stopwatch.GetElapsedTime(trainedAt).TotalSeconds };
        }
        catch (TrainingDivergedException fault)
        {
            return empty with { Fault = fault.Message, Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
        }
    }

    private static double? EpochSeconds(TrainingResult trained, int videos) => trained.History is [.., { ClipsPerSecond: > 0 } last] ? videos / last.ClipsPerSecond : null;

    private static RunResult Filled(RunResult empty, EvaluationResult measured)
    {
        NetworkMetrics metrics = measured.Trained;
        return empty with
        {
            TrainVideos = measured.TrainVideos,
            TestVideos = measured.TestVideos,
            RecallAt1 = metrics.Retrieval.RecallAt[1],
            RecallAt5 = metrics.Retrieval.RecallAt[5],
            Chance = metrics.Retrieval.ChanceAt[1],
            NearestNeighbour = metrics.NearestNeighbour.Confusion.MeanPerLabel,
            LinearProbe = metrics.LinearProbe?.Accuracy,
            Degree = metrics.ShuffleDegree?.Accuracy,
            DegreeChance = metrics.ShuffleDegree?.Chance,
            Pairs = metrics.PositivePairs is not { } pairs ? empty.Pairs : pairs.Positives.ToDictionary(
                pair => pair.Key,
                pair => new PairSimilarity(pair.Value, pairs.Others.TryGetValue(pair.Key, out double others) ? others : null)),
        };
    }

    // What the variant took with another seed; else the longest run of this length so far.
    private static double Expected(RunResult run, IReadOnlyList<RunResult> results)
    {
        RunResult[] alike = [.. results.Where(result => result.Data == run.Data && result.Steps == run.Steps && result.Fault is null)];
        RunResult[] same = [.. alike.Where(result => result.Variant == run.Variant)];
        return same.Length > 0 ? same.Average(result => result.Seconds) : alike.Select(result => result.Seconds).DefaultIfEmpty().Max();
    }
}
