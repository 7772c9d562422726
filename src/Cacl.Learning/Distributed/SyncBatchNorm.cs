using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Takes the statistics of batch norm in training over the rows of all processes of a job, until it is disposed of.</summary>
/// <remarks>Every process makes one over networks of the same shape, and calls them in the same order.</remarks>
internal sealed class SyncBatchNorm : IDisposable
{
    private readonly Communicator communicator;
    private readonly BatchNorm[] layers;

    /// <summary>Ties every batch norm of the networks to a job. With one process they stay as they are.</summary>
    /// <param name="communicator">The processes.</param>
    /// <param name="networks">What they train, twins and heads too.</param>
    public SyncBatchNorm(Communicator communicator, IEnumerable<Module> networks)
    {
        this.communicator = communicator;
        layers = communicator.Size == 1 ? [] : [.. networks.SelectMany(network => network.modules().Prepend(network)).OfType<BatchNorm>()];
        foreach (BatchNorm layer in layers)
            layer.Synchronization = this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (BatchNorm layer in layers)
            layer.Synchronization = null;
    }
}
