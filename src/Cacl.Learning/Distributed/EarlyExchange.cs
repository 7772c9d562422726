using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Sums the gradients of networks' blocks over the processes of a job while the backward pass goes on to earlier blocks.</summary>
/// <remarks>
/// Autograd adds up all of a parameter's gradient before it goes on, so the gradients of a block are whole when that of its input has come as
/// often as the block was called. All processes make the same graph, and so blocks end in the same order everywhere. Another thread sums in this
/// order, by <see cref="Communicator.AllReduceSumBeside"/>, so that nothing that the loss itself exchanges can come between.
/// </remarks>
internal sealed class EarlyExchange : IDisposable
{
    private readonly Communicator job;
    private readonly NetworkBlock[] blocks;
    private readonly Dictionary<NetworkBlock, int> calls = [];
    private readonly HashSet<NetworkBlock> unseen = [];
    private readonly HashSet<nint> taken = [];
    private readonly List<GradientPiece> begun = [];
    private Task sums = Task.CompletedTask;
    private Tensor? latest;
    private bool isListening;

    /// <summary>Ties the blocks of networks to a job, until it is disposed of.</summary>
    /// <param name="job">The processes; all of them can sum beside other calls.</param>
    /// <param name="networks">What is trained.</param>
    public EarlyExchange(Communicator job, IEnumerable<nn.Module> networks)
    {
        this.job = job;
        nn.Module[] modules = [.. networks.SelectMany(network => network.modules().Prepend(network))];
        blocks = [.. modules.OfType<NetworkBlock>(), .. modules.OfType<INetworkOfBlocks>().SelectMany(network => network.Blocks)];
        foreach (NetworkBlock block in blocks)
            block.Exchange = this;
    }

    /// <summary>The gradients of the loss that is made next are the last ones of the step, and may be summed as they come.</summary>
    public void Listen() => isListening = true;

    /// <summary>Notes a call of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="input">Its input.</param>
    /// <returns>The same values, to be taken in place of the input; null where nothing is to be heard of it.</returns>
    public Tensor? Watch(NetworkBlock block, Tensor input)
    {
        if (!isListening || !is_grad_enabled())
            return null;
        if (!input.requires_grad)
        {
            unseen.Add(block);   // no gradient of this input will come, and those of the block's other calls may come before its own
            return null;
        }

        calls[block] = calls.GetValueOrDefault(block) + 1;
        return GradientArrival.apply(input, (Action<Tensor>)(gradient => Arrive(block, gradient)));
    }

    /// <summary>Waits for the sums that were begun, and makes means of them.</summary>
    /// <returns>The handles of the parameters whose gradients they are.</returns>
    public IReadOnlySet<nint> Finish()
    {
        sums.GetAwaiter().GetResult();
        foreach (GradientPiece piece in begun)
        {
            piece.Settle(job.Size);
            piece.Dispose();
        }

        HashSet<nint> all = [.. taken];
        begun.Clear();
        taken.Clear();
        calls.Clear();
        unseen.Clear();
        Hold(null);
        isListening = false;
        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NetworkBlock block in blocks)
            block.Exchange = null;
        Hold(null);
    }

    private void Arrive(NetworkBlock block, Tensor inputGradient)
    {
        Hold(inputGradient);
        if (--calls[block] > 0 || unseen.Contains(block))
            return;
        var gradients = new List<Tensor>();
        foreach (Parameter parameter in block.parameters())
        {
            if (parameter.grad is not { } gradient)
                continue;
            gradients.Add(gradient);
            taken.Add(parameter.Handle);
        }

        List<GradientPiece> pieces = GradientPiece.Of(gradients);
        begun.AddRange(pieces);
        // A thread of its own: those of the pool decode clips.
        sums = sums.ContinueWith(
            before =>
            {
                before.GetAwaiter().GetResult();
                foreach (GradientPiece piece in pieces)
                    job.AllReduceSumBeside(piece.Values);
            },
            CancellationToken.None, TaskContinuationOptions.LongRunning, TaskScheduler.Default);
    }

    // The graph takes its own reference only after the function that was given a gradient has returned, and the caller's scope would hold those of
    // all blocks until the step's end.
    private void Hold(Tensor? gradient)
    {
        latest?.Dispose();
        latest = gradient?.DetachFromDisposeScope();
    }
}
