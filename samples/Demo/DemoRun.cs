using Cacl.Clips;
using Cacl.Learning;
using Cacl.ML;
using Cacl.Samples.MotionSet;
using Microsoft.ML;

namespace Cacl.Demo;

/// <summary>The demo from its first to its last step.</summary>
internal sealed class DemoRun
{
    private const string NothingLearned = "Stopped before anything was learned; the output folder is as it was.";

    private readonly DemoOptions options;
    private readonly Interruption interruption;
    private readonly CancellationToken cancellation;
    private readonly ProgressLine progress;
    private readonly OutputFolder output;
    private readonly Results results;
    private readonly MLContext ml;
    private readonly VideoCatalog video;

    internal DemoRun(DemoOptions options, Interruption interruption)
    {
        this.options = options;
        this.interruption = interruption;
        cancellation = interruption.Token;
        progress = new ProgressLine(Console.Out, !Console.IsOutputRedirected, options.Quiet);
        output = new OutputFolder(options.Output);
        results = new Results { Options = options };
        ml = new MLContext(options.Seed);
        video = ml.Video();
    }

    /// <summary>Runs, and returns the exit code.</summary>
    internal int Run()
    {
        var settings = results.Settings = Settings();
        settings.Validate();
        output.Check();
        interruption.OutOfPatience = () =>
        {
            SaveUnfinished();
            progress.Say(output.IsBegun ? $"Stopped. What was saved is in {options.Output}." : NothingLearned);
        };
        try
        {
            var plan = results.Plan = FindVideos();
            settings = results.Settings = settings with { Clips = settings.Clips with { Segment = plan.TrainSegment, Interval = plan.Interval(settings.Clips) } };
            LeaveOut(plan, VideoCheck.Unusable(plan.Validate, settings.Clips with { Segment = plan.ValidateSegment }, cancellation));
            if (plan.ValidateFolder is not null && plan.UsableValidate == 0)
                throw new InvalidDataException($"None of the {plan.Validate.Count} videos of '{plan.ValidateFolder}' can be used. The first: {results.Skipped[0].Path}: {results.Skipped[0].Reason}");

            progress.Say($"Learning from {plan.TrainFolder}: {plan.Train.Count} video files. {plan.Description}");
            using var trained = Fit(plan, settings with { Progress = new StepWatcher(progress, output, interruption, results) });
            results.History = trained.Training.History;
            results.TrainingSeconds = trained.Training.Seconds;
            foreach (string notice in trained.Training.CheckpointNotices)
                progress.Say(notice);
            output.Begin();   // a run of no steps has reported none
            if (trained.Training.CheckpointNotices.Count > 0)
                output.Rewrite(trained.Training.History);   // with the steps of the processes before this one
            trained.Training.Encoder.Save(output.Weights);
            interruption.Patience = Interruption.UsualPatience;
            LeaveOut(plan, trained.Training.Skipped);
            cancellation.ThrowIfCancellationRequested();

            using var untrained = Fit(plan, settings with { Steps = 0 });
            var evaluation = new Evaluation(ml, plan, options.Seed, progress, cancellation);
            (results.Trained, var trainedEmbeddings) = evaluation.Of("trained", trained);
            (results.Untrained, var untrainedEmbeddings) = evaluation.Of("untrained", untrained);
            results.ByChance = evaluation.ByChance();
            var gallery = new GalleryBuilder(cancellation).Build(trainedEmbeddings, untrainedEmbeddings);

            interruption.Leave();
            SummaryFile.Write(output.Summary, results);
            DemoReport.Of(results, trainedEmbeddings, untrainedEmbeddings, gallery).Write(output.Report);
            ResultTable.Print(results, progress);
            progress.Say($"Written: {output.Report}");
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            interruption.Leave();
            SaveUnfinished();
            progress.Say(output.IsBegun ? $"Stopped. What was learned so far is in {options.Output}." : NothingLearned);
            return Interruption.ExitCode;
        }
        finally
        {
            output.Dispose();
        }
    }

    private CaclOptions Settings()
    {
        var small = CaclOptions.Small;
        var settings = small with { Seed = options.Seed, Cancellation = cancellation, CheckpointFolder = options.Checkpoints, CheckpointEvery = 100 };
        if (options.Epochs is { } epochs)
            settings = settings with { Epochs = epochs, Steps = null };
        if (options.Steps is { } steps)
            // A run that only tries things out should not spend its time on the frame network.
            settings = settings with { Steps = steps, FrameTraining = small.FrameTraining with { Steps = Math.Clamp(steps, 1, small.FrameTraining.Steps) } };
        return settings;
    }

    private Plan FindVideos()
    {
        if (!options.Motion)
            return new Plan(options.Videos!, options.Validate);
        string[] textures = [.. VideoFolder.List(options.Textures!).Select(entry => entry.Path)];
        var unusable = VideoCheck.Unreadable(textures);
        string[] usable = [.. textures.Except(unusable.Select(video => video.Path))];
        if (usable.Length == 0)
            throw new InvalidDataException($"None of the {textures.Length} videos of '{options.Textures}' can be used for textures. The first: {unusable[0].Path}: {unusable[0].Reason}");
        results.Skipped = [.. results.Skipped, .. unusable];
        var set = new MotionSetOptions { Seed = (ulong)options.Seed, TrainPerClass = options.PerClass, ValidatePerClass = Math.Max(1, options.PerClass / 2) };
        var folders = MotionSetRenderer.Render(Path.Combine(options.Output, "motion"), usable, set, new RenderWatcher(progress), cancellation);
        return new Plan(folders.Train, folders.Validate);
    }

    private VideoEmbeddingTransformer Fit(Plan plan, CaclOptions settings) =>
        video.Trainers.Cacl("Features", "VideoPath", settings).Fit(video.LoadFromFolder(plan.TrainFolder));

    private void LeaveOut(Plan plan, IReadOnlyList<SkippedVideo> skipped)
    {
        plan.LeaveOut(skipped);
        results.Skipped = [.. results.Skipped, .. skipped];
        foreach (var one in skipped)
            progress.Say($"Skipped {one.Path}: {one.Reason}");
    }

    // Also called from the timer of an interruption that the work under way does not notice in time.
    private void SaveUnfinished()
    {
        if (!output.IsBegun)
            return;
        results.Stopped = true;
        SummaryFile.Write(output.Summary, results);
        if (results.Plan is not null)
            DemoReport.Of(results, null, null, []).Write(output.Report);
    }
}
