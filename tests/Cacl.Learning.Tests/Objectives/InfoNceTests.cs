using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class InfoNceTests
{
    [Fact]
    public void Loss_and_gradient_over_a_masked_queue_equal_PyTorchs_cross_entropy()
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement fixture = Fixture.Read("infonce.json");
        int n = fixture.GetProperty("n").GetInt32(), d = fixture.GetProperty("d").GetInt32(), keys = fixture.GetProperty("keys").GetInt32();
        Tensor q = fixture.GetProperty("q").Tensor(n, d).requires_grad_();
        Tensor k = fixture.GetProperty("k").Tensor(n, d);
        using var queue = new KeyQueue(keys, d, CPU);
        queue.Enqueue(fixture.GetProperty("queue").Tensor(keys, d), tensor(fixture.GetProperty("owners").Longs()));

        Tensor negatives = queue.Similarities(q, tensor(fixture.GetProperty("videos").Longs()));
        Tensor loss = InfoNce.Loss(InfoNce.Similarity(q, k), negatives, fixture.GetProperty("temperature").GetDouble());
        loss.backward();

        Assert.Equal(fixture.GetProperty("loss").GetDouble(), loss.item<float>(), 1e-5);
        Fixture.AssertClose(fixture.GetProperty("gradient").Floats(), q.grad!);
    }

    [Fact]
    public void Loss_equals_a_loop_taken_from_the_papers_formula()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor positive = tensor([0.9f, -0.2f, 0.1f]);
        Tensor negatives = rand([3, 5], generator: new Generator(4)) * 2 - 1;
        const double temperature = 0.07;

        double expected = 0;
        for (int i = 0; i < 3; i++)
        {
            double own = Math.Exp(positive[i].item<float>() / temperature);
            double others = Enumerable.Range(0, 5).Sum(j => Math.Exp(negatives[i, j].item<float>() / temperature));
            expected += -Math.Log(own / (own + others)) / 3;
        }

        Assert.Equal(expected, InfoNce.Loss(positive, negatives, temperature).item<float>(), 1e-4);
    }

    [Fact]
    public void Random_unit_vectors_among_6400_keys_lose_what_the_closed_form_says()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        using var queue = new KeyQueue(6400, 128, CPU);
        Tensor anchors = InfoNce.Normalize(randn(512, 128));
        Tensor positive = zeros(512);

        double loss = InfoNce.Loss(positive, queue.Similarities(anchors, null), 0.07).item<float>();

        Assert.Equal(Math.Log(6400) + 1 / (2 * 128 * 0.07 * 0.07), loss, 0.02);
    }
}
