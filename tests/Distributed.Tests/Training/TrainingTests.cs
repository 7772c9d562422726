using Cacl.Learning.Tests;

namespace Distributed.Tests;

public sealed class TrainingTests : IDisposable
{
    // What 50 steps make of single precision's rounding, in batch norm statistics; losses differ by 1e-6. Without SyncBatchNorm it is 1.
    private const double Rounding = 3e-4;

    private readonly TrainingJob job = new();

    public TrainingTests() => Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);

    public void Dispose() => job.Dispose();

    [Theory]
    [InlineData("cacl", 2)]
    [InlineData("cvrl", 1)]
    public async Task Losses_weights_and_queues_of_50_steps_are_the_same_for_1_2_and_4_ranks(string method, int accumulate)
    {
        string[] settings = ["steps=50", "batch=16", "rate=0.001", $"accumulate={accumulate}", "validate=0.34"];   // holds out 4 of 12, which are dealt out
        byte[][] one = await job.Run(1, method, settings), two = await job.Run(2, method, settings), four = await job.Run(4, method, settings);

        Assert.Contains($"{method} 050 held out loss", TrainingJob.Read(one[0]).Keys);
        TrainingJob.AssertClose(one[0], two[0], Rounding);
        TrainingJob.AssertClose(one[0], four[0], Rounding);
        // Within a job there is no rounding to tell ranks apart: all leave the same bits.
        Assert.All(two, rank => Assert.Equal(two[0], rank));
        Assert.All(four, rank => Assert.Equal(four[0], rank));
    }

    [Fact]
    public async Task Every_method_gives_the_same_numbers_for_1_and_2_ranks_also_of_held_out_videos_that_they_do_not_divide()
    {
        const string methods = "cacl,cvrl,cycle-contrast,vcop,playback-rate,shuffle-and-learn,opn,fine-tune";
        FadingClips.Write(job.Folder, 12, 12);
        string[] settings = ["steps=4", "batch=8", "validate=0.42", $"folder-of-videos={job.Folder}"];   // holds out 5 of 12

        byte[][] one = await job.Run(1, methods, settings), two = await job.Run(2, methods, settings);

        for (int method = 0; method < one.Length; method++)
            TrainingJob.AssertClose(one[method], two[2 * method], 1e-5);
    }

    [Fact]
    public async Task Sums_within_the_backward_pass_leave_two_ranks_the_bits_of_sums_after_it()
    {
        const string methods = "cacl,cvrl,cvrl-c3d,opn";
        string[] settings = ["steps=4", "batch=16", "accumulate=2", "validate=0.34"];

        byte[][] after = await job.Run(2, methods, [.. settings, "overlap=false"]), within = await job.Run(2, methods, [.. settings, "overlap=true"]);

        Assert.Equal(after, within);
    }

    [Fact]
    public async Task Ranks_with_batch_norm_of_their_own_leave_the_same_bits_as_each_other_and_in_every_run()
    {
        const string methods = "cacl,cacl-unshuffled,cvrl,cycle-contrast,vcop,playback-rate,shuffle-and-learn,opn";
        string[] settings = ["steps=4", "sync=0"];

        byte[][] left = await job.Run(2, methods, settings);

        Assert.Equal(left, await job.Run(2, methods, settings));
        Assert.All(left.Chunk(2), ranks => Assert.Equal(ranks[0], ranks[1]));
        // Before the first step weights are the same with and without an exchange of the keys' clips, and only statistics differ.
        SortedDictionary<string, double[]> shuffled = TrainingJob.Read(left[0]), unshuffled = TrainingJob.Read(left[2]);
        Assert.NotEqual(shuffled["frame-moco 001 loss"], unshuffled["frame-moco 001 loss"]);
        Assert.NotEqual(shuffled["cacl 001 lossQueryKey"], unshuffled["cacl 001 lossQueryKey"]);
    }

    [Fact]
    public async Task A_run_that_was_stopped_and_one_whose_rank_was_killed_go_on_with_other_numbers_of_ranks_as_if_nothing_had_been()
    {
        string[] settings = ["steps=12", "batch=16"], kept = [.. settings, $"folder={Path.Join(job.Folder, "kept")}"];
        byte[][] whole = await job.Run(1, "cacl", settings);
        using (MpiJob stopped = MpiJob.Start(2, "TrainingRank", [.. kept, "every=100", "1:cancel=9"]))
        {
            await stopped.Succeed(TestContext.Current.CancellationToken);
            // 3 steps of the stage before.
            Assert.Contains("stopped after 9 steps", stopped.Lines(0));
            Assert.Contains("stopped after 9 steps", stopped.Lines(1));
        }

        Assert.Equal("2-cacl-000000006.safetensors", LatestCheckpoint());
        await TrainingJob.Fail(4, [.. kept, "every=2", "overlap=true", "3:kill=4"]);
        Assert.Equal("2-cacl-000000010.safetensors", LatestCheckpoint());
        byte[][] resumed = await job.Run(1, "cacl", kept);
        TrainingJob.AssertClose(whole[0], resumed[0], Rounding);

        string LatestCheckpoint() => Path.GetFileName(Directory.GetFiles(Path.Join(job.Folder, "kept"), "*.safetensors").Max()!);
    }

    [Fact]
    public async Task A_video_that_one_rank_loses_on_the_way_is_missing_in_what_all_tell()
    {
        string[] folders = [.. Enumerable.Range(0, 2).Select(rank => Directory.CreateDirectory(Path.Join(job.Folder, $"{rank}")).FullName)];
        // Of more than half a megabyte, so that files are read for each clip.
        foreach (string video in FadingClips.Write(folders[0], 5, 700))
            File.Copy(video, Path.Join(folders[1], Path.GetFileName(video)));

        // One name, behind which each rank has files of its own.
        using MpiJob losing = MpiJob.Start(2, "TrainingRank", "method=cvrl", "steps=8", "folder-of-videos=/proc/self/cwd", $"0:cd={folders[0]}", $"1:cd={folders[1]}", "cache=1", "1:lose=2:3.avi");

        await losing.Succeed(TestContext.Current.CancellationToken);
        for (int rank = 0; rank < 2; rank++)
            Assert.Contains("learned from 4 videos, not 3.avi", losing.Lines(rank));
    }

    [Fact]
    public async Task The_first_rank_makes_the_index_and_the_others_find_it()
    {
        FadingClips.Write(job.Folder, 5, 12);
        string index = Path.Join(job.Folder, "index.jsonl");

        byte[][] left = await job.Run(2, "cacl", "steps=2", $"folder-of-videos={job.Folder}", $"index={index}");

        Assert.Equal(left[0], left[1]);
        Assert.Equal(5, File.ReadAllLines(index).Count(line => line.Contains(".avi", StringComparison.Ordinal)));
    }
}
