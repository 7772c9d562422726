using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class TrainingLoopTests
{
    [Fact]
    public void A_batch_in_parts_with_its_gradient_cut_is_pytorchs_step()
    {
        JsonElement fixture = Fixture.Read("accumulated.json");
        FineTuneOptions options = LinearVideos.Options with { Accumulate = 2, MaxGradientNorm = 0.05, Steps = 1 };
        options.Validate();
        using var linear = new LinearVideos();

        IReadOnlyList<TrainingProgress> history = linear.Train(options);

        Assert.Equal(fixture.GetProperty("loss").GetDouble(), history[0].Loss, 1e-5);
        Assert.Equal(fixture.GetProperty("gradientNorm").GetDouble(), history[0].Metrics["gradientNorm"], 1e-5);
        linear.AssertWeights(fixture);
    }

    [Theory]
    [InlineData(1, 1e20, 2, 2, "the loss is NaN at learning rate 5e+19")]
    [InlineData(1e30, 1e12, 1, 1, "weights or statistics are no finite numbers any more, though the loss still is one, at learning rate 1e+12")]
    public void A_run_whose_numbers_overflow_ends_and_keeps_none_of_them(double factor, double rate, int steps, int step, string fault)
    {
        string folder = Directory.CreateTempSubdirectory("cacl-diverged-").FullName;
        try
        {
            using var linear = new LinearVideos(factor);

            var diverged = Assert.Throws<TrainingDivergedException>(
                () => linear.Train(LinearVideos.Options with { Steps = steps, LearningRate = rate, CheckpointFolder = folder, CheckpointEvery = 1 }));

            Assert.Equal((step, $"Training of fine-tune diverged at step {step}: {fault}. A lower learning rate or more warm-up steps may help."), (diverged.Step, diverged.Message));
            Assert.Equal(Enumerable.Range(1, step - 1).Select(kept => $"1-fine-tune-{kept:D9}.safetensors"), Directory.GetFiles(folder, "*.safetensors").Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Statistics_that_overflow_where_neither_loss_nor_weights_do_end_a_run()
    {
        using var linear = new LinearVideos(1, new Passing(values => values * 1e25), nn.BatchNorm1d(5));

        var diverged = Assert.Throws<TrainingDivergedException>(() => linear.Train(LinearVideos.Options with { Steps = 1 }));

        Assert.Contains("weights or statistics are no finite numbers", diverged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_cancelled_while_it_looks_at_held_out_videos_gives_no_weights_that_overflowed()
    {
        using var cancel = new CancellationTokenSource();
        using var linear = new LinearVideos(1e30, new Passing(values =>
        {
            cancel.Cancel();   // within the only step: what comes next is held-out videos
            return values;
        }));

        var diverged = Assert.Throws<TrainingDivergedException>(
            () => linear.Train(LinearVideos.Options with { Steps = 1, LearningRate = 1e12, BatchSize = 2, ValidationShare = 0.5, Cancellation = cancel.Token }));

        Assert.Contains("weights or statistics are no finite numbers", diverged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_batch_fill_the_queues_as_the_whole_does_and_move_twins_once()
    {
        (long[] videos, int pointer) = QueueAfter(MovingClips.Options with { Steps = 2 });
        (long[] inParts, int pointerInParts) = QueueAfter(MovingClips.Options with { Steps = 2, Accumulate = 4 });

        Assert.Equal(16, pointer);
        Assert.Equal(16, pointerInParts);
        Assert.Equal(videos, inParts);

        static (long[], int) QueueAfter(CaclOptions options)
        {
            using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(12), MovingClips.Size);
            KeyQueue queue = result.PositivePairs!.Objective.Queues.First().Queue;
            return (queue.Videos.data<long>().ToArray(), queue.Pointer);
        }
    }

    [Fact]
    public void Operators_that_give_the_same_numbers_each_time_change_no_number_on_a_CPU()
    {
        Assert.SkipWhen(cuda.is_available(), "This is about a CPU.");
        var modes = new List<bool>();
        CaclOptions options = MovingClips.Options with { Deterministic = true, Progress = new Listener<TrainingProgress>(_ => modes.Add(are_deterministic_algorithms_enabled())) };
        using TrainingResult plain = Train(MovingClips.Options), deterministic = Train(options);

        Assert.Equal(9, modes.Count);
        Assert.All(modes, Assert.True);
        Assert.False(are_deterministic_algorithms_enabled());
        Assert.Equal(plain.History.Select(step => step.Loss), deterministic.History.Select(step => step.Loss));
    }

    [Theory]
    [MemberData(nameof(QuickMethods.Names), MemberType = typeof(QuickMethods))]
    public void Looking_at_held_out_videos_changes_nothing_of_the_run(string method)
    {
        PretrainingOptions options = QuickMethods.All[method] with { ValidationShare = 0.25, ValidateEvery = 2 };
        using TrainingResult often = QuickMethods.TrainOnClips(options), once = QuickMethods.TrainOnClips(options with { ValidateEvery = 1000 });

        Assert.Equal(once.History.Select(step => step.Loss), often.History.Select(step => step.Loss));
        Assert.Equal(States(once), States(often));
        Assert.Equal([false, true, false, true, false, true], often.History.Where(step => step.Stage == options.Stages[^1]).Select(step => step.Validation is not null));
        IReadOnlyDictionary<string, double> last = often.History[^1].Validation!;
        Assert.Equal(once.History[^1].Validation, last);
        Assert.Equal(often.History[^1].Metrics.Keys.Append("loss").Order(), last.Keys.Order());
        // Of 12 videos 3 are held out: batches hold the others alone.
        Assert.All(often.Objective.Queues, entry => Assert.Equal(9, entry.Queue.Videos.data<long>().ToArray().Where(video => video >= 0).Distinct().Count()));
        Assert.Equal((options.Stages[^1], 9), (often.Encoder.Settings.Method, often.Encoder.Settings.TrainingVideos));

        static float[] States(TrainingResult result) =>
            [.. result.Objective.Networks.SelectMany(network => network.Network.state_dict().Values).Concat(result.Objective.Queues.Select(entry => entry.Queue.Keys))
                .SelectMany(values => values.to(float32).data<float>().ToArray())];
    }

    [Fact]
    public void Held_out_videos_are_looked_at_two_or_more_at_a_time()
    {
        // Three of 12 videos are held out. One alone would be found without a loss.
        using TrainingResult result = QuickMethods.TrainOnClips(CvrlObjectiveTests.Options with { ValidationShare = 0.25, BatchSize = 2, Steps = 1 });

        Assert.True(result.History[0].Validation!["loss"] > 0.01);
    }

    [Fact]
    public void A_stage_whose_held_out_loss_does_not_fall_ends_early()
    {
        // Rates this small change a loss only by chance.
        CaclOptions options = MovingClips.Options with { ValidationShare = 0.25, ValidateEvery = 1, Patience = 2, Steps = 60, LearningRate = 1e-12, FrameTraining = MovingClips.Options.FrameTraining with { LearningRate = 1e-12 } };
        using TrainingResult result = Train(options);

        foreach (string stage in new[] { "frame-moco", "cacl" })
        {
            TrainingProgress[] steps = [.. result.History.Where(step => step.Stage == stage)];
            double[] losses = [.. steps.Select(step => step.Validation!["loss"])];
            int best = Array.IndexOf(losses, losses.Min());
            Assert.True(steps.Length == best + 3 || steps.Length == steps[0].Steps, $"{stage} ended after {steps.Length} steps, the best of them step {best + 1}.");
        }

        Assert.True(result.History[^1].Step < 60);
        Assert.False(result.Stopped);
    }

    [Fact]
    public void Too_few_videos_to_hold_any_out_are_refused()
    {
        var exception = Assert.Throws<InvalidDataException>(() => new CaclTrainer(MovingClips.Options with { ValidationShare = 0.1 }).Train(MovingClips.Make(3), MovingClips.Size));

        Assert.Equal("Only 3 videos can be used (0 skipped); to hold some out (ValidationShare) takes at least 4.", exception.Message);
    }

    private static TrainingResult Train(CaclOptions options) => new CaclTrainer(options).Train(MovingClips.Make(12), MovingClips.Size);

    /// <summary>A part of a network that does as it is told with what passes.</summary>
    private sealed class Passing(Func<Tensor, Tensor> work) : nn.Module<Tensor, Tensor>("passing")
    {
        public override Tensor forward(Tensor input) => work(input);
    }
}
