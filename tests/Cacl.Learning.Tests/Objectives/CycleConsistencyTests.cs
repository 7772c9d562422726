using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class CycleConsistencyTests
{
    private const int Keys = 12, Length = 5;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Neighbours_loss_accuracy_and_gradient_are_pytorchs(int setting)
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement fixture = Fixture.Read("cycle.json")[setting];
        using var queue = new KeyQueue(20, 6, CPU);
        queue.Enqueue(fixture.GetProperty("keys").Tensor(20, 6), tensor(fixture.GetProperty("owners").Longs()));
        Tensor queries = fixture.GetProperty("queries").Tensor(4, 6).requires_grad_(), positives = fixture.GetProperty("positives").Tensor(4, 6);
        Tensor videos = tensor(fixture.GetProperty("videos").Longs());
        long[] chosen = fixture.GetProperty("chosen").Longs();
        Tensor isCandidate = tensor([.. Enumerable.Range(0, 20).Select(key => chosen.Contains(key))]);
        double temperature = fixture.GetProperty("temperature").GetDouble();

        Tensor neighbours = CycleConsistency.SoftNeighbour(
            queries, queue.Keys.clone(), videos.unsqueeze(1).eq(queue.Videos), isCandidate, temperature);
        (Tensor loss, Tensor accuracy) = CycleConsistency.Loss(queries, positives, queue, isCandidate, videos, fixture.GetProperty("mask").GetBoolean(), temperature);
        queue.Enqueue(ones(3, 6), zeros(3, int64));   // keys that come in before the gradient is taken change nothing
        loss.backward();

        Fixture.AssertClose(fixture.GetProperty("neighbours").Floats(), neighbours);
        Assert.Equal(fixture.GetProperty("loss").GetDouble(), loss.ToDouble(), 1e-4);
        Assert.Equal(fixture.GetProperty("accuracy").GetDouble(), accuracy.ToDouble(), 1e-6);
        Fixture.AssertClose(fixture.GetProperty("gradient").Floats(), queries.grad!, 1e-4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loss_equals_loops_taken_from_the_papers_formula(bool maskOwnVideo)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(5);
        const double temperature = 0.3;
        using var queue = new KeyQueue(Keys, Length, CPU);
        long[] owners = [0, 0, 1, 1, 2, 2, -1, 3, 0, 1, 4, 4], videos = [0, 4, 9];
        queue.Enqueue(InfoNce.Normalize(randn(Keys, Length)), tensor(owners));
        Tensor queries = InfoNce.Normalize(randn(3, Length)), positives = InfoNce.Normalize(randn(3, Length));
        bool[] isCandidate = [true, false, true, false, false, true, false, false, false, false, true, false];
        double[][] u = Rows(queue.Keys), q = Rows(queries), p = Rows(positives);

        double expected = 0;
        for (int i = 0; i < q.Length; i++)
        {
            var sum = new double[Length];
            for (int j = 0; j < Keys; j++)
            {
                if (!isCandidate[j] || owners[j] == videos[i])
                    continue;
                double weight = Math.Exp(Dot(q[i], u[j]) / temperature);   // what all are divided by goes with the length
                for (int d = 0; d < Length; d++)
                    sum[d] += weight * u[j][d];
            }

            double[] neighbour = [.. sum.Select(value => value / Math.Sqrt(Dot(sum, sum)))];
            double own = Math.Exp(Dot(neighbour, p[i]) / temperature), all = own;
            for (int j = 0; j < Keys; j++)
            {
                if (!isCandidate[j] && !(maskOwnVideo && owners[j] == videos[i]))
                    all += Math.Exp(Dot(neighbour, u[j]) / temperature);
            }

            expected -= Math.Log(own / all) / q.Length;
        }

        (Tensor loss, _) = CycleConsistency.Loss(queries, positives, queue, tensor(isCandidate), tensor(videos), maskOwnVideo, temperature);
        Assert.Equal(expected, loss.ToDouble(), 1e-5);
    }

    [Fact]
    public void Query_without_a_candidate_of_another_video_keeps_loss_and_gradient_finite()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(6);
        using var queue = new KeyQueue(4, Length, CPU);
        queue.Enqueue(InfoNce.Normalize(randn(4, Length)), tensor(new long[] { 7, 7, 1, 2 }));
        Tensor queries = InfoNce.Normalize(randn(2, Length)).requires_grad_();

        (Tensor loss, _) = CycleConsistency.Loss(
            queries, InfoNce.Normalize(randn(2, Length)), queue, tensor([true, true, false, false]), tensor(new long[] { 7, 1 }), maskOwnVideo: true, 0.07);
        loss.backward();

        Assert.True(loss.isfinite().item<bool>());
        Assert.True(queries.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Candidates_are_the_wanted_share_drawn_anew_from_each_number()
    {
        bool[] first = Draw(1), again = Draw(1), other = Draw(2);

        Assert.Equal(200, first.Count(chosen => chosen));
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal(16_384, Draw(3, 81_920).Count(chosen => chosen));   // the paper's
        Assert.Single(Draw(4, 3), chosen => chosen);
        Assert.Single(Draw(4, 2, 0.99), chosen => !chosen);

        // Over many draws each key is a candidate as often as any other: a fifth of 2000 times, within five deviations.
        int[] counts = new int[20];
        for (ulong number = 0; number < 2000; number++)
        {
            bool[] drawn = Draw(number, 20);
            for (int key = 0; key < counts.Length; key++)
                counts[key] += drawn[key] ? 1 : 0;
        }

        Assert.All(counts, count => Assert.InRange(count, 310, 490));

        static bool[] Draw(ulong number, int size = 1000, double share = 0.2)
        {
            var random = new SampleRandom(number, 0, 0);
            return CycleConsistency.DrawCandidates(size, share, ref random);
        }
    }

    private static double[][] Rows(Tensor values) =>
        [.. Enumerable.Range(0, (int)values.shape[0]).Select(row => values[row].data<float>().Select(value => (double)value).ToArray())];

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
