using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-checkpoints-").FullName;
    private readonly List<string> notices = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(OptimizerKind.Sgd, CaclPositives.All, 1)]
    [InlineData(OptimizerKind.AdamW, CaclPositives.All, 2)]
    [InlineData(OptimizerKind.Lars, CaclPositives.QueryKey, 1)]
    public void A_run_that_is_stopped_after_each_step_ends_as_one_that_is_not(OptimizerKind optimizer, CaclPositives positives, int accumulate)
    {
        CaclOptions options = MovingClips.Options with
        {
            Optimizer = optimizer, Positives = positives, Accumulate = accumulate, ValidationShare = 0.25, ValidateEvery = 2, DegreeHeadDropout = 0.5,
        };
        RunState whole = RunState.Of(options);

        int processes = 0;
        TrainingResult result;
        do
        {
            using var cancel = new CancellationTokenSource();
            result = Train(Kept(options) with { Cancellation = cancel.Token, Progress = new Listener<TrainingProgress>(_ => cancel.Cancel()) });
            if (result.Stopped)
                result.Dispose();
            Assert.InRange(++processes, 1, 20);
        }
        while (result.Stopped);

        Assert.Equal(whole.Lines, RunState.Of(result).Lines);
        Assert.True(processes >= 6, $"It took {processes} runs.");
        result.Dispose();
    }

    [Fact]
    public void A_run_whose_process_ends_between_checkpoints_repeats_steps_and_ends_as_one_that_does_not()
    {
        RunState whole = RunState.Of(MovingClips.Options);

        foreach ((string stage, int step) in new[] { ("frame-moco", 1), ("frame-moco", 3), ("cacl", 1), ("cacl", 4), ("cacl", 6) })
        {
            CaclOptions crashing = Kept(MovingClips.Options) with
            {
                CheckpointEvery = 2,
                Progress = new Listener<TrainingProgress>(progress =>
                {
                    if ((progress.Stage, progress.Step) == (stage, step))
                        throw new TimeoutException("a crash");
                }),
            };
            Assert.Throws<TimeoutException>(() => Train(crashing));
        }

        using TrainingResult result = Train(Kept(MovingClips.Options));
        Assert.Equal(whole.Lines, RunState.Of(result).Lines);
        Assert.Equal(["2-cacl-000000004.safetensors", "2-cacl-000000006.safetensors"], Files().Select(Path.GetFileName));
    }

    [Fact]
    public void A_finished_run_gives_its_result_again_without_a_step()
    {
        using TrainingResult first = Train(Kept(MovingClips.Options)), again = Train(Kept(MovingClips.Options) with { Progress = new Listener<TrainingProgress>(_ => throw new InvalidOperationException()) });

        Assert.Equal(RunState.Of(first).Lines, RunState.Of(again).Lines);
        Assert.Equal($"Going on from {Files()[^1]}: 6 steps of cacl are done.", Assert.Single(notices));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(0.5)]
    [InlineData(-1)]
    public void A_file_that_is_cut_is_set_aside_and_the_checkpoint_before_it_taken(double cut)
    {
        RunState whole = RunState.Of(MovingClips.Options);
        Train(Kept(MovingClips.Options) with { CheckpointEvery = 2 }).Dispose();
        string latest = Files()[^1];
        byte[] bytes = File.ReadAllBytes(latest);
        File.WriteAllBytes(latest, bytes[..(cut < 0 ? bytes.Length - 1 : cut < 1 ? (int)(cut * bytes.Length) : (int)cut)]);

        AssertGoesOnFromBefore(whole, latest);
    }

    [Fact]
    public void A_file_with_one_bit_changed_is_set_aside_wherever_the_bit_is()
    {
        RunState whole = RunState.Of(MovingClips.Options);
        Train(Kept(MovingClips.Options) with { CheckpointEvery = 2 }).Dispose();
        string latest = Files()[^1];
        byte[] bytes = File.ReadAllBytes(latest);
        CheckpointFile.Read(latest).Dispose();
        var random = new SampleRandom(5, 0, 0);
        for (int i = 0; i < 60; i++)
        {
            int place = i < 20 ? random.NextInt(8000) : random.NextInt(bytes.Length);
            byte[] changed = [.. bytes];
            changed[place] ^= (byte)(1 << random.NextInt(8));
            File.WriteAllBytes(latest, changed);
            // Spaces after the header's JSON may become other spaces, and the version another version.
            try
            {
                using CheckpointFile read = CheckpointFile.Read(latest);
                Assert.Equal(bytes.Length, changed.Length);
                Assert.Contains(bytes[place], " \t\n\r"u8.ToArray());
            }
            catch (Exception exception) when (exception is InvalidDataException or CheckpointException)
            {
            }
        }

        bytes[^1] ^= 1;
        File.WriteAllBytes(latest, bytes);
        AssertGoesOnFromBefore(whole, latest);
    }

    [Fact]
    public void Checkpoints_none_of_which_is_whole_are_refused()
    {
        Train(Kept(MovingClips.Options)).Dispose();
        foreach (string file in Files())
            File.WriteAllBytes(file, [1, 2, 3]);

        var exception = Assert.Throws<CheckpointException>(() => Train(Kept(MovingClips.Options)));

        Assert.Equal($"None of the 2 checkpoints in {folder} is whole. Delete what is there to begin anew.", exception.Message);
    }

    [Fact]
    public void Other_options_are_refused_by_name_and_those_without_effect_are_not()
    {
        Train(Kept(MovingClips.Options)).Dispose();
        CaclOptions other = Kept(MovingClips.Options) with
        {
            LearningRate = 0.25, Optimizer = OptimizerKind.Lars, Clips = MovingClips.Options.Clips with { Segment = VideoSegment.FirstHalf },
            Milestones = [0.5], Transformer = MovingClips.Options.Transformer with { Depth = 2 },
        };

        var exception = Assert.Throws<CheckpointException>(() => Train(other));

        Assert.Equal(
            $"{Files()[^1]} is of another run: Clips.Segment.End is 0.5, and was 1. LearningRate is 0.25, and was 0.001. Milestones is [0.5], and was []. "
            + "Optimizer is Lars, and was AdamW. Transformer.Depth is 2, and was 1. Give this run an empty folder, or the options and videos of that one.",
            exception.Message);
        Train(Kept(MovingClips.Options) with { CacheMegabytes = 7, BatchesAhead = 1, CheckpointEvery = 3, Device = "cpu" }).Dispose();
    }

    [Fact]
    public void Other_videos_are_refused_by_name()
    {
        Train(Kept(MovingClips.Options)).Dispose();
        List<byte[]> clips = MovingClips.Make(13);
        clips.RemoveAt(2);
        List<byte[]> turned = [.. Enumerable.Reverse(MovingClips.Make(12))];

        Assert.Contains("is of another run: 1 of 12 videos are new or changed, the first of them clip 11. 1 of the checkpoint's 12 videos are gone or changed.", Refusal(clips));
        Assert.Contains("is of another run: The videos come in another order", Refusal(turned));

        string Refusal(List<byte[]> others) => Assert.Throws<CheckpointException>(() => new CaclTrainer(Kept(MovingClips.Options)).Train(others, MovingClips.Size)).Message;
    }

    [Fact]
    public void A_checkpoint_of_another_format_is_refused_and_stays()
    {
        Train(Kept(MovingClips.Options)).Dispose();
        string latest = Files()[^1];
        using (CheckpointFile read = CheckpointFile.Read(latest))
            CheckpointFile.Write(latest, read.Header with { Version = 3 }, read.Tensors);

        var exception = Assert.Throws<CheckpointException>(() => Train(Kept(MovingClips.Options)));

        Assert.Equal($"{latest} has format 3 of checkpoints; this version of CACL reads format 2. Go on with the version that wrote it, or give the run an empty folder.", exception.Message);
        Assert.True(File.Exists(latest));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_ends_the_run_and_leaves_the_one_before()
    {
        RunState whole = RunState.Of(MovingClips.Options);
        // Where the file of step 4 is to be, a folder lies.
        string blocked = Path.Combine(folder, "2-cacl-000000004.safetensors");
        Directory.CreateDirectory(blocked);

        var exception = Assert.Throws<CheckpointException>(() => Train(Kept(MovingClips.Options) with { CheckpointEvery = 2 }));

        Assert.StartsWith($"The checkpoint {blocked} can't be written: ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith($"The one before it, {Path.Combine(folder, "2-cacl-000000002.safetensors")}, is whole: started again, the run goes on from there.", exception.Message, StringComparison.Ordinal);
        Directory.Delete(blocked);
        using TrainingResult result = Train(Kept(MovingClips.Options));
        Assert.Equal(whole.Lines, RunState.Of(result).Lines);
    }

    [Fact]
    public void Two_runs_do_not_share_a_folder()
    {
        CaclOptions options = Kept(MovingClips.Options) with
        {
            Progress = new Listener<TrainingProgress>(_ =>
            {
                var exception = Assert.Throws<CheckpointException>(() => Train(Kept(MovingClips.Options)));
                Assert.StartsWith($"The folder {folder} for checkpoints can't be used, or another run is at work in it: ", exception.Message, StringComparison.Ordinal);
                throw new TimeoutException("seen");
            }),
        };
        Assert.Throws<TimeoutException>(() => Train(options));
    }

    [Fact]
    public void The_two_latest_are_kept_and_an_untrained_network_writes_none()
    {
        Train(Kept(MovingClips.Options) with { Steps = 0 }).Dispose();
        Assert.Empty(Files());

        Train(Kept(MovingClips.Options) with { CheckpointEvery = 1 }).Dispose();
        Assert.Equal(["2-cacl-000000005.safetensors", "2-cacl-000000006.safetensors"], Files().Select(Path.GetFileName));
    }

    private void AssertGoesOnFromBefore(RunState whole, string latest)
    {
        using TrainingResult result = Train(Kept(MovingClips.Options) with { CheckpointEvery = 2 });
        Assert.Equal(whole.Lines, RunState.Of(result).Lines);
        Assert.Equal(2, notices.Count);
        Assert.StartsWith(latest, notices[0], StringComparison.Ordinal);
        Assert.EndsWith($"It is set aside as {Path.GetFileName(latest)}.damaged, and the checkpoint before it taken.", notices[0], StringComparison.Ordinal);
        Assert.EndsWith("2-cacl-000000004.safetensors: 4 steps of cacl are done.", notices[1], StringComparison.Ordinal);
        CheckpointFile.Read(latest).Dispose();
        Assert.True(File.Exists(latest + ".damaged"));
    }

    private CaclOptions Kept(CaclOptions options) => options with { CheckpointFolder = folder, CheckpointNotices = new Notices(notices) };

    private string[] Files() => [.. Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)];

    private static TrainingResult Train(CaclOptions options) => new CaclTrainer(options).Train(MovingClips.Make(12), MovingClips.Size);

    private sealed class Notices(List<string> taken) : IProgress<string>
    {
        public void Report(string value) => taken.Add(value);
    }
}
