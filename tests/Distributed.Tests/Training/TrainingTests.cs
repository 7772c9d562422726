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
        string[] settings = ["steps=50", "batch=16", $"accumulate={accumulate}", "validate=0.34"];
        byte[][] one = await job.Run(1, method, settings), two = await job.Run(2, method, settings), four = await job.Run(4, method, settings);

        Assert.Contains($"{method} 050 held out loss", TrainingJob.Read(one[0]).Keys);
        TrainingJob.AssertClose(one[0], two[0], Rounding);
        TrainingJob.AssertClose(one[0], four[0], Rounding);
        // Within a job there is no rounding to tell ranks apart: all leave the same bits.
        Assert.All(two, rank => Assert.Equal(two[0], rank));
        Assert.All(four, rank => Assert.Equal(four[0], rank));
    }

    [Fact]
    public async Task Other_methods_give_the_same_numbers_for_1_and_2_ranks()
    {
        const string methods = "cycle-contrast,vcop,playback-rate,shuffle-and-learn,opn,fine-tune";
        FadingClips.Write(job.Folder, 6, 12);
        string[] settings = ["steps=4", "batch=8", $"folder-of-videos={job.Folder}"];

        byte[][] one = await job.Run(1, methods, settings), two = await job.Run(2, methods, settings);

        for (int method = 0; method < one.Length; method++)
            TrainingJob.AssertClose(one[method], two[2 * method], 1e-5);
    }

    [Fact]
    public async Task Two_runs_of_the_same_ranks_leave_the_same_bits()
    {
        // Batch norm of each rank's own, and clips exchanged between ranks.
        string[] settings = ["steps=5", "sync=0"];

        Assert.Equal(await job.Run(2, "cacl,vcop", settings), await job.Run(2, "cacl,vcop", settings));
    }

    [Fact]
    public async Task A_run_that_one_rank_stopped_goes_on_with_other_numbers_of_ranks_as_if_it_had_not_been()
    {
        string[] settings = ["steps=12", "batch=16", "every=100"];
        byte[][] whole = await job.Run(1, "cacl", settings);
        string folder = Path.Join(job.Folder, "kept");
        using (MpiJob stopped = MpiJob.Start(2, "TrainingRank", [.. settings, $"folder={folder}", "1:cancel=9"]))
        {
            await stopped.Succeed(TestContext.Current.CancellationToken);
            // 3 steps of the stage before.
            Assert.Contains("stopped after 9 steps", stopped.Lines(0));
            Assert.Contains("stopped after 9 steps", stopped.Lines(1));
        }

        Assert.EndsWith("2-cacl-000000006.safetensors", Directory.GetFiles(folder, "*.safetensors").Max());
        foreach (int ranks in new[] { 1, 4 })
        {
            string copy = Directory.CreateDirectory(Path.Join(job.Folder, $"{ranks}")).FullName;
            foreach (string file in Directory.GetFiles(folder))
                File.Copy(file, Path.Join(copy, Path.GetFileName(file)));
            byte[][] resumed = await job.Run(ranks, "cacl", [.. settings, $"folder={copy}"]);
            TrainingJob.AssertClose(whole[0], resumed[0], Rounding);
        }
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
