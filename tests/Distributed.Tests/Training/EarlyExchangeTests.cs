using Cacl.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Distributed.Tests;

public class EarlyExchangeTests
{
    private const int Width = 8;

    [Theory]
    [InlineData("once")]
    [InlineData("twice")]
    [InlineData("once, and once without a gradient")]
    [InlineData("once, and once unseen")]
    public void Gradients_of_a_block_are_whole_when_they_are_summed(string calls)
    {
        using DisposeScope scope = NewDisposeScope();
        Layers layers = new();
        Tensor[] whole = layers.Gradients(calls);
        var job = new TripledSums();
        using var exchange = new EarlyExchange(job, [layers.All]);
        exchange.Listen();
        Tensor[] left = layers.Gradients(calls);

        IReadOnlySet<nint> summed = exchange.Finish();

        // A gradient that was not whole would be tripled in part.
        Parameter[] parameters = [.. layers.All.parameters()];
        bool isSeen = calls != "once, and once unseen";
        Assert.Equal(layers.Blocks[(isSeen ? 0 : 1)..].SelectMany(block => block.parameters()).Select(parameter => parameter.Handle).Order(), summed.Order());
        for (int i = 0; i < parameters.Length; i++)
            Assert.True(left[i].allclose(summed.Contains(parameters[i].Handle) ? whole[i] * 3 : whole[i], 1e-5, 1e-7), $"parameter {i}");
        // The later block goes first, while the pass is still in the other.
        Assert.Equal(isSeen ? 2 : 1, job.Sums.Count);
        Assert.True(job.Sums[0].allclose(cat([.. whole[^layers.Blocks[1].parameters().Count()..].Select(gradient => gradient.reshape(-1))], 0), 1e-5, 1e-7));
    }

    [Fact]
    public void Every_layer_of_C3D_that_a_gradient_passes_is_a_block()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using ClipNetwork network = new C3dArchitecture { Channels = [4, 4, 6, 6, 8] }.Create();
        Tensor clips = rand([2, 3, 8, 32, 32]);
        Tensor[] whole = Gradients(network, clips);
        var job = new TripledSums();
        using var exchange = new EarlyExchange(job, [network]);
        exchange.Listen();
        Tensor[] left = Gradients(network, clips);

        IReadOnlySet<nint> summed = exchange.Finish();

        foreach (((string name, Parameter parameter), int i) in network.named_parameters().Select((entry, i) => (entry, i)))
        {
            Assert.Equal(!name.StartsWith("conv1.", StringComparison.Ordinal) && !name.StartsWith("bn1.", StringComparison.Ordinal), summed.Contains(parameter.Handle));
            Assert.True(left[i].allclose(summed.Contains(parameter.Handle) ? whole[i] * 3 : whole[i], 1e-5, 1e-6), name);
        }

        Assert.Equal(7, job.Sums.Count);

        static Tensor[] Gradients(ClipNetwork network, Tensor clips)
        {
            network.zero_grad();
            network.call(clips).square().sum().backward();
            return [.. network.parameters().Select(parameter => parameter.grad!)];
        }
    }

    [Fact]
    public void Parameters_without_a_gradient_are_left_out()
    {
        using DisposeScope scope = NewDisposeScope();
        Layers layers = new();
        Parameter frozen = layers.Blocks[1].parameters().First();
        frozen.requires_grad = false;
        using var exchange = new EarlyExchange(new TripledSums(), [layers.All]);
        exchange.Listen();
        layers.Gradients("once");

        Assert.DoesNotContain(frozen.Handle, exchange.Finish());
    }

    [Fact]
    public void Nothing_is_summed_before_the_last_part_of_a_step_nor_after_the_exchange_is_gone()
    {
        using DisposeScope scope = NewDisposeScope();
        Layers layers = new();
        var job = new TripledSums();
        using (var exchange = new EarlyExchange(job, [layers.All]))
        {
            layers.Gradients("once");
            Assert.Empty(exchange.Finish());
            exchange.Listen();
        }

        layers.Gradients("once");
        Assert.Empty(job.Sums);
    }

    [Fact]
    public void What_fails_beside_the_pass_is_thrown_where_its_sums_are_waited_for()
    {
        using DisposeScope scope = NewDisposeScope();
        Layers layers = new();
        using var exchange = new EarlyExchange(new TripledSums { Fault = new CommunicatorException("the link is gone") }, [layers.All]);
        exchange.Listen();
        layers.Gradients("once");

        Assert.Equal("the link is gone", Assert.Throws<CommunicatorException>(() => exchange.Finish()).Message);
    }

    /// <summary>A linear layer before two blocks.</summary>
    private sealed class Layers
    {
        public Layers()
        {
            manual_seed(3);
            Blocks = [new TransformerLayer(Width, 2, 4), new TransformerLayer(Width, 2, 4)];
            All = Sequential(Linear(Width, Width), Blocks[0], Blocks[1]);
        }

        public NetworkBlock[] Blocks { get; }

        public Sequential All { get; }

        /// <summary>The gradients of a loss for which the blocks are called as is said, by parameter.</summary>
        public Tensor[] Gradients(string calls)
        {
            manual_seed(4);
            All.zero_grad();
            Tensor one = randn(2, 3, Width), other = randn(2, 3, Width);
            Tensor loss = zeros(1);
            if (calls.EndsWith("unseen", StringComparison.Ordinal))
                loss += Blocks[0].call(other).square().sum();   // of an input that no gradient is asked for
            loss += All.call(one).square().sum();
            if (calls == "twice")
                loss += All.call(other).square().sum();
            if (calls.EndsWith("without a gradient", StringComparison.Ordinal))
            {
                using IDisposable noGradient = no_grad();
                All.call(other);
            }

            loss.backward();
            return [.. All.parameters().Select(parameter => parameter.grad ?? zeros(0))];
        }
    }

    /// <summary>A job of two, of which the other has five times the gradient: the mean is three times what this one has.</summary>
    private sealed class TripledSums : Communicator
    {
        public Exception? Fault { get; init; }

        public List<Tensor> Sums { get; } = [];

        public override int Rank => 0;

        public override int Size => 2;

        internal override bool CanSumBeside => true;

        internal override void AllReduceSumBeside(Tensor values)
        {
            if (Fault is not null)
                throw Fault;
            Sums.Add(values.clone());
            values.mul_(6);
        }

        public override void AllReduceSum(Tensor values) => throw new NotSupportedException();

        public override void Broadcast(Tensor values, int root) => throw new NotSupportedException();

        public override Tensor AllGather(Tensor rows) => throw new NotSupportedException();

        public override IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        public override void Barrier() => throw new NotSupportedException();

        public override void Abort(string reason, int exitCode = 1) => throw new NotSupportedException();

        public override void Dispose()
        {
        }
    }
}
