using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class SyncBatchNormTests
{
    private const int Channels = 3;

    // Rows of each process.
    public static TheoryData<int[], long[]> Batches { get; } = new()
    {
        { [2, 2], [4, 2, 3] },
        { [4, 1, 2], [2, 3, 1] },   // processes may have different numbers of rows
        { [3, 3, 3, 3], [5, 5] },
        { [1, 1], [] },
        { [3, 1], [6] },
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public void Processes_together_compute_what_torch_computes_of_the_whole_batch(int[] rows, long[] rest)
    {
        Tensor[] batches = [.. Enumerable.Range(0, 2).Select(step => Numbers(step, [rows.Sum(), Channels, .. rest]))];
        Tensor toLearn = Numbers(7, batches[0].shape);
        Outcome whole = Learn(Torch(rest.Length), batches, toLearn);

        Outcome[] parts = ThreadJob.Run(rows.Length, communicator =>
        {
            using var norm = new BatchNorm(Channels);
            using var all = new SyncBatchNorm(communicator, [norm]);
            return Learn(norm, [.. batches.Select(batch => Part(batch, rows, communicator.Rank))], Part(toLearn, rows, communicator.Rank));
        });

        AssertClose(whole.Outputs, cat([.. parts.Select(part => part.Outputs)]), 1e-5);
        AssertClose(whole.InputGradients, cat([.. parts.Select(part => part.InputGradients)]), 1e-5);
        AssertClose(whole.WeightGradient, Sum(parts.Select(part => part.WeightGradient)), 1e-5);
        AssertClose(whole.BiasGradient, Sum(parts.Select(part => part.BiasGradient)), 1e-5);
        foreach (Outcome part in parts)
        {
            AssertClose(whole.State["running_mean"], part.State["running_mean"], 1e-6);
            AssertClose(whole.State["running_var"], part.State["running_var"], 1e-6);
            Assert.Equal(2, part.State["num_batches_tracked"].item<long>());
            Assert.True(parts[0].State["running_var"].Equals(part.State["running_var"]), "Processes have different statistics.");
        }
    }

    [Fact]
    public void Maps_in_bfloat16_are_normalised_as_those_of_the_whole_batch_and_stay_in_it()
    {
        Tensor batch = Numbers(5, [4, Channels, 6]).to(bfloat16), toLearn = Numbers(6, batch.shape);
        using var alone = new BatchNorm(Channels);
        Tensor[] whole = Learn(alone, batch, toLearn);

        Tensor[][] parts = ThreadJob.Run(2, communicator =>
        {
            using var norm = new BatchNorm(Channels);
            using var all = new SyncBatchNorm(communicator, [norm]);
            return Learn(norm, Part(batch, [2, 2], communicator.Rank), Part(toLearn, [2, 2], communicator.Rank));
        });

        Assert.All(parts, part => Assert.Equal([bfloat16, bfloat16, float32], part.Select(values => values.dtype)));
        AssertClose(whole[0].to(float32), cat([.. parts.Select(part => part[0].to(float32))]), 0.02);
        AssertClose(whole[1].to(float32), cat([.. parts.Select(part => part[1].to(float32))]), 0.02);
        AssertClose(whole[2], parts[0][2] + parts[1][2], 0.02);

        static Tensor[] Learn(BatchNorm norm, Tensor input, Tensor toLearn)
        {
            Tensor own = input.clone().requires_grad_(true), output = norm.call(own);
            (output.to(float32) * toLearn).sum().backward();
            return [output.detach(), own.grad!, norm.get_parameter("weight")!.grad!.clone()];
        }
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        const double Step = 1e-5;
        int[] rows = [2, 3];
        Tensor input = Numbers(3, [5, 2, 2]).to(float64), toLearn = Numbers(4, [5, 2, 2]).to(float64);
        Tensor analytic = cat([.. ThreadJob.Run(2, communicator => Total(communicator, input, withGradient: true).Gradient!)]);

        for (int i = 0; i < input.numel(); i++)
        {
            double slope = (LossAt(i, Step) - LossAt(i, -Step)) / (2 * Step);
            Assert.Equal(slope, analytic.view(-1)[i].item<double>(), 1e-8);
        }

        double LossAt(int index, double change)
        {
            using Tensor moved = input.clone();
            moved.view(-1)[index] += change;
            return ThreadJob.Run(2, communicator => Total(communicator, moved, withGradient: false).Loss).Sum();
        }

        (double Loss, Tensor? Gradient) Total(Communicator communicator, Tensor batch, bool withGradient)
        {
            using var norm = new BatchNorm(2);
            norm.to(float64);
            Fill(norm);
            using var all = new SyncBatchNorm(communicator, [norm]);
            Tensor own = Part(batch, rows, communicator.Rank).clone().requires_grad_(withGradient);
            Tensor loss = (norm.call(own).tanh() * Part(toLearn, rows, communicator.Rank)).sum();
            if (withGradient)
                loss.backward();
            return (loss.item<double>(), own.grad);
        }
    }

    [Fact]
    public void Values_far_from_zero_keep_their_variance()
    {
        Tensor exact = Numbers(5, [8, 2, 40]).to(float64) + 1000;
        Tensor variance = exact.var([0, 2], unbiased: false), mean = exact.mean([0, 2]);
        Tensor expected = (exact - mean.view(1, 2, 1)) / (variance.view(1, 2, 1) + 1e-5).sqrt();

        Tensor[] parts = ThreadJob.Run(2, communicator =>
        {
            using var norm = new BatchNorm(2);
            using var all = new SyncBatchNorm(communicator, [norm]);
            return norm.call(Part(exact, [4, 4], communicator.Rank).to(float32)).detach();
        });

        AssertClose(expected.to(float32), cat(parts), 1e-3);   // float32 holds such inputs to 6e-5 already
    }

    public static TheoryData<string> Networks { get; } = new("R3D", "R(2+1)D", "factorised R(2+1)D", "C3D", "Slow", "frames", "head");

    [Theory]
    [MemberData(nameof(Networks))]
    public void Two_processes_learn_with_a_network_what_one_does_with_the_whole_batch(string name)
    {
        (Tensor batch, _) = Make(name);
        int half = (int)batch.shape[0] / 2;
        Dictionary<string, Tensor> whole = Learn(Communicator.Single, batch);
        Dictionary<string, Tensor>[] parts = ThreadJob.Run(2, communicator => Learn(communicator, Part(batch, [half, half], communicator.Rank)));

        Assert.Contains(whole.Keys, key => key.EndsWith("running_var", StringComparison.Ordinal));
        foreach ((string key, Tensor value) in whole)
        {
            bool isGradient = key.StartsWith("gradient ", StringComparison.Ordinal);
            AssertClose(value, isGradient ? parts[0][key] + parts[1][key] : parts[0][key], 1e-9);
            Assert.True(isGradient || parts[0][key].Equals(parts[1][key]), $"{key} differs between processes.");
        }

        Dictionary<string, Tensor> Learn(Communicator communicator, Tensor own)
        {
            nn.Module<Tensor, Tensor> network;
            lock (Networks)   // weights come from one generator
                network = Make(name).Network;
            using (network)
            {
                Fill(network);
                using var all = new SyncBatchNorm(communicator, [network]);
                network.call(own).square().sum().backward();
                Dictionary<string, Tensor> learned = network.state_dict().Where(entry => entry.Key.Contains("running", StringComparison.Ordinal))
                    .ToDictionary(entry => entry.Key, entry => entry.Value.clone());
                foreach ((string key, Parameter parameter) in network.named_parameters())
                    learned[$"gradient {key}"] = parameter.grad!.clone();
                return learned;
            }
        }
    }

    [Fact]
    public void Networks_leave_as_ordinary_ones()
    {
        Tensor input = Numbers(1, [4, Channels, 5]);
        using BatchNorm ordinary = new(Channels);
        float[] expected = Values(ordinary.call(input));

        float[][] read = ThreadJob.Run(2, communicator =>
        {
            using BatchNorm norm = new(Channels);
            using (new SyncBatchNorm(communicator, [nn.Sequential(norm)]))
                Assert.NotNull(norm.Synchronization);
            Assert.Null(norm.Synchronization);
            return Values(norm.call(communicator.Rank == 0 ? input : input * 2));
        });

        Assert.Equal(expected, read[0]);
    }

    [Fact]
    public void Networks_that_do_not_train_and_those_of_one_process_ask_nobody()
    {
        Tensor input = Numbers(1, [4, Channels, 5]);
        float[] expected = ThreadJob.Run(2, communicator =>
        {
            using BatchNorm norm = new(Channels);
            using var all = new SyncBatchNorm(communicator, [norm]);
            norm.eval();
            return communicator.Rank == 0 ? Values(norm.call(input)) : [];   // would wait for the other without end
        })[0];

        using BatchNorm alone = new(Channels);
        using var single = new SyncBatchNorm(Communicator.Single, [alone]);
        Assert.Null(alone.Synchronization);
        alone.eval();
        Assert.Equal(expected, Values(alone.call(input)));
    }

    [Fact]
    public void A_twin_that_learns_nothing_is_normalised_by_all_rows_too()
    {
        Tensor input = Numbers(2, [6, Channels, 4]);
        using BatchNorm whole = new(Channels);
        Tensor expected = whole.call(input).detach();

        Tensor[] parts = ThreadJob.Run(2, communicator =>
        {
            using BatchNorm norm = new(Channels);
            using var all = new SyncBatchNorm(communicator, [norm]);
            using IDisposable noGradient = no_grad();
            Tensor output = norm.call(Part(input, [3, 3], communicator.Rank));
            Assert.False(output.requires_grad);
            return output;
        });

        AssertClose(expected, cat(parts), 1e-6);
    }

    [Fact]
    public void A_single_value_of_each_channel_is_refused()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => ThreadJob.Run(2, communicator =>
        {
            using BatchNorm norm = new(Channels);
            using var all = new SyncBatchNorm(communicator, [norm]);
            return norm.call(zeros(communicator.Rank == 0 ? 1 : 0, Channels));
        }));

        Assert.Equal("Batch norm has 1 value of each channel in all 2 processes together; it must be 2 or more.", fault.Message);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        Tensor input = Numbers(1, [4, Channels, 5]);
        long[] grown = ThreadJob.Run(2, communicator =>
        {
            using BatchNorm norm = new(Channels);
            using var all = new SyncBatchNorm(communicator, [norm]);
            long before = 0;
            for (int step = 0; step < 20; step++)
            {
                communicator.Barrier();
                if (step == 1)
                    before = Tensor.TotalCount;
                communicator.Barrier();
                using DisposeScope scope = NewDisposeScope();
                norm.zero_grad();
                Tensor loss = norm.call(norm.call(Part(input, [2, 2], communicator.Rank))).square().sum();
                int held = scope.DisposablesCount;
                loss.backward();
                Assert.Equal(held, scope.DisposablesCount);   // gradients of all layers would pile up in it
            }

            communicator.Barrier();
            return Tensor.TotalCount - before;
        });

        Assert.True(grown.Min() <= 0, $"{grown.Min()} tensors more after 19 steps.");
    }

    [Fact]
    public void State_has_torchs_names_and_order()
    {
        using BatchNorm own = new(Channels);
        using BatchNorm3d torchs = nn.BatchNorm3d(Channels);

        Assert.Equal(torchs.state_dict().Select(Line), own.state_dict().Select(Line));

        static string Line(KeyValuePair<string, Tensor> entry) =>
            $"{entry.Key} {entry.Value.dtype} [{string.Join(", ", entry.Value.shape)}] {string.Join(", ", entry.Value.to(float64).data<double>().ToArray())}";
    }

    private static (Tensor Batch, nn.Module<Tensor, Tensor> Network) Make(string name)
    {
        Tensor clips = Numbers(1, [4, 3, 4, 16, 16]).to(float64), frames = Numbers(1, [4, 3, 16, 16]).to(float64);
        (Tensor, nn.Module<Tensor, Tensor>) made = name switch
        {
            "R3D" => (clips, new R3dArchitecture { Channels = [2, 3, 4, 5], Blocks = [1, 1, 1, 1] }.Create()),
            "R(2+1)D" => (clips, new R2Plus1dArchitecture { Channels = [2, 3, 4, 5], Blocks = [1, 1, 1, 1] }.Create()),
            "factorised R(2+1)D" => (clips, new R2Plus1dArchitecture { Channels = [2, 3, 4, 5], Blocks = [1, 1, 1, 1], FactorizeEach = true }.Create()),
            "C3D" => (clips.repeat(1, 1, 2, 1, 1), new C3dArchitecture { Channels = [2, 3, 4, 5, 6] }.Create()),
            "Slow" => (clips, new SlowArchitecture { Channels = [2, 3, 4, 5], Blocks = [1, 1, 1, 1] }.Create()),
            "frames" => (frames, new FrameNetwork(new FrameArchitecture { Channels = [2, 3, 4, 5], Blocks = [1, 1, 1, 1] })),
            _ => (Numbers(1, [4, 6]).to(float64), new ProjectionHead(6, 5, 2, 4)),
        };
        made.Item2.to(float64);
        return made;
    }

    private static nn.Module<Tensor, Tensor> Torch(int axes)
    {
        nn.Module<Tensor, Tensor> norm = axes switch { 3 => nn.BatchNorm3d(Channels), 2 => nn.BatchNorm2d(Channels), _ => nn.BatchNorm1d(Channels) };
        return norm;
    }

    private static Outcome Learn(nn.Module<Tensor, Tensor> norm, Tensor[] batches, Tensor toLearn)
    {
        Fill(norm);
        var outputs = new List<Tensor>();
        var gradients = new List<Tensor>();
        foreach (Tensor batch in batches)
        {
            Tensor input = batch.clone().requires_grad_();
            Tensor output = norm.call(input);
            (output.tanh() * toLearn).sum().backward();
            outputs.Add(output.detach());
            gradients.Add(input.grad!);
        }

        return new Outcome(
            cat(outputs, 1), cat(gradients, 1), norm.get_parameter("weight")!.grad!.clone(), norm.get_parameter("bias")!.grad!.clone(),
            norm.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone()));
    }

    // Weights of all sizes and signs, the same each time.
    private static void Fill(nn.Module module)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Parameter parameter) in module.named_parameters())
            parameter.copy_(Numbers(name.Length, parameter.shape) * (parameter.dim() > 1 ? 0.3 : 1));
    }

    private static Tensor Numbers(int seed, long[] shape)
    {
        long count = shape.Aggregate(1L, (product, length) => product * length);
        return tensor([.. Enumerable.Range(0, (int)count).Select(i => (float)(Math.Sin((i * 1.7) + (seed * 0.9) + 0.3) * 2 + Math.Cos(i * 0.37)))], shape);
    }

    private static Tensor Part(Tensor batch, int[] rows, int rank) => batch.narrow(0, rows.Take(rank).Sum(), rows[rank]);

    private static Tensor Sum(IEnumerable<Tensor> tensors) => tensors.Aggregate((left, right) => left + right);

    private static float[] Values(Tensor tensor) => tensor.detach().data<float>().ToArray();

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        double largest = (expected - actual).abs().max().to(float64).item<double>(), scale = Math.Max(1, expected.abs().max().to(float64).item<double>());
        Assert.True(largest <= tolerance * scale, $"Numbers up to {scale} differ by {largest}.");
    }

    private sealed record Outcome(Tensor Outputs, Tensor InputGradients, Tensor WeightGradient, Tensor BiasGradient, Dictionary<string, Tensor> State);
}
