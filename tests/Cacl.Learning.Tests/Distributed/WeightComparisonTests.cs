using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class WeightComparisonTests
{
    [Fact]
    public void Ranks_with_different_numbers_of_threads_find_the_same_hashes()
    {
        using var objective = new Still(seed: 1, rows: 2048);   // a weight of 2 million values, whose sum hangs on the number of threads
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            string[] one = HashesOf(objective);
            set_num_threads(2);
            string[] two = HashesOf(objective);

            Assert.Equal(["network.layer.weight", "network.layer.bias", "queue.own.keys", "queue.own.videos", "queue.own.pointer"], one.Select(part => part.Split(' ')[0]));
            Assert.Equal(one, two);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData("network.layer.weight")]
    [InlineData("queue.own.keys")]
    [InlineData("queue.own.videos")]
    [InlineData("queue.own.pointer")]
    public void A_rank_whose_rows_changed_places_is_told(string part)
    {
        CommunicatorException fault = Assert.Throws<CommunicatorException>(() => ThreadJob.Run(3, job =>
        {
            using var objective = new Still(seed: 1, rows: 4);
            if (job.Rank == 2)
                objective.Disturb(part);
            WeightComparison.Check(job, objective, step: 100, first: 0);
            return 0;
        }));

        Assert.Equal($"After 100 steps of still rank 2 holds other weights than rank 0, the first of them {part}. Start the run again from its latest checkpoint.", fault.Message);
    }

    [Fact]
    public void Ranks_that_drew_other_values_go_on_with_those_of_the_first()
    {
        using var first = new Still(seed: 0, rows: 4);
        string[] expected = HashesOf(first);

        string[][] found = ThreadJob.Run(3, job =>
        {
            using var objective = new Still(job.Rank, rows: 4);
            job.ShareState(objective);
            return HashesOf(objective);
        });

        Assert.All(found, hashes => Assert.Equal(expected, hashes));
    }

    private static string[] HashesOf(Objective objective) => [.. WeightComparison.HashesOf(objective).Select(part => $"{part.Name} {Convert.ToHexString(part.Hash)}")];

    /// <summary>A layer and a queue that nothing trains.</summary>
    private sealed class Still : Objective
    {
        private readonly TorchSharp.Modules.Linear layer;
        private readonly KeyQueue queue = new(6, 3, CPU);

        public Still(int seed, int rows)
        {
            layer = nn.Linear(1024, rows);
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            // Ranks are threads here, and share torch's random generator.
            foreach ((_, Tensor values) in State.Where(part => part.Values.is_floating_point()))
                values.copy_((arange(values.numel(), dtype: float32) + seed).sin().view(values.shape));
            queue.Videos.copy_(arange(6, dtype: int64));
        }

        public override string Name => "still";

        public override int Views => 1;

        public override IReadOnlyList<nn.Module> Trained => [layer];

        public override IEnumerable<(string Name, nn.Module Network)> Networks => [("layer", layer)];

        public override IEnumerable<(string Name, KeyQueue Queue)> Queues => [("own", queue)];

        public void Disturb(string part)
        {
            using IDisposable noGradient = no_grad();
            if (part == "queue.own.pointer")
            {
                queue.Pointer = 1;
                return;
            }

            Tensor values = State.Single(entry => entry.Name == part).Values;
            using Tensor turned = values.flip(0);
            values.copy_(turned);
        }

        public override StepLoss Loss(ClipBatch batch, double progress) => throw new NotSupportedException();

        public override void Dispose()
        {
            layer.Dispose();
            queue.Dispose();
        }
    }
}
