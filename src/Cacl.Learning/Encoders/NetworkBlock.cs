using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A part of a network whose parameters act between its input and its output alone, so that their gradients are whole when that of its input comes.</summary>
internal abstract class NetworkBlock(string name) : Module<Tensor, Tensor>(name)
{
    /// <summary>Waits for the gradients; null outside of runs that exchange them early.</summary>
    public EarlyExchange? Exchange { get; set; }

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor input)
    {
        using Tensor? watched = Exchange?.Watch(this, input);
        return Compute(watched ?? input);
    }

    /// <summary>What the block makes of its input, which it must not change.</summary>
    protected abstract Tensor Compute(Tensor input);
}
