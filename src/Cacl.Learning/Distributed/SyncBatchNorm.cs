using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Takes the statistics of batch norm in training over the rows of all processes of a job, until it is disposed of.</summary>
/// <remarks>
/// Every process makes one over networks of the same shape, and calls them in the same order. Two sums over the processes are made for a
/// layer: of its statistics when it is called, and of what its gradient hangs on when that is made. A network leaves as it came.
/// </remarks>
internal sealed class SyncBatchNorm : IDisposable
{
    private readonly Communicator communicator;
    private readonly BatchNorm[] layers;
    private Tensor[] latest = [];

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

    /// <summary>Normalises rows by the mean and the variance over the rows of all processes, and adds these to the running ones.</summary>
    /// <param name="input">Float [rows, channels, ...]; processes may have different numbers of rows.</param>
    /// <param name="weight">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="runningMean">[channels].</param>
    /// <param name="runningVariance">[channels].</param>
    /// <exception cref="InvalidOperationException">All processes together have a single value of each channel, which has no variance.</exception>
    public Tensor Normalize(Tensor input, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance)
    {
        using DisposeScope scope = NewDisposeScope();
        (double count, Tensor mean, Tensor variance) = Statistics(input);
        using (no_grad())
        {
            runningMean.mul_(1 - BatchNorm.Momentum).add_(mean, alpha: BatchNorm.Momentum);
            runningVariance.mul_(1 - BatchNorm.Momentum).add_(variance, alpha: BatchNorm.Momentum * count / (count - 1));
        }

        return SyncBatchNormFunction.apply(input, weight, bias, mean, variance, count, this).MoveToOuterDisposeScope();
    }

    /// <summary>The sum over all processes, in the place of the values.</summary>
    internal Tensor Sum(Tensor values)
    {
        communicator.AllReduceSum(values);
        return values;
    }

    /// <summary>
    /// Keeps gradients until the next ones come. The graph takes its own references only after the function that made them has returned, and
    /// a scope of the caller's would hold all gradients of a step until its end.
    /// </summary>
    internal void Hold(params Tensor[] gradients)
    {
        foreach (Tensor gradient in latest)
            gradient.Dispose();
        latest = gradients;
        foreach (Tensor gradient in latest)
            gradient.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (BatchNorm layer in layers)
            layer.Synchronization = null;
        Hold();
    }

    // Squares are summed around the own mean, which loses nothing, and moved to that of all in double precision, which has enough to lose.
    private (double Count, Tensor Mean, Tensor Variance) Statistics(Tensor input)
    {
        using IDisposable noGradient = no_grad();
        long[] axes = SyncBatchNormFunction.AxesBesideChannels(input);
        double own = (double)input.numel() / input.shape[1];
        Tensor mean = input.mean(axes, keepdim: true), squares;
        using (Tensor centred = input - mean)
            squares = centred.mul_(centred).sum(axes).to(float64);   // torch's variance takes far longer
        mean = mean.view(-1).to(float64);
        Tensor sums = Sum(cat([mean * own, squares + (mean.square() * own), full(1, own, dtype: float64, device: input.device)]));

        double count = sums[-1].item<double>();
        if (count < 2)
            throw new InvalidOperationException($"Batch norm has {count} value of each channel in all {communicator.Size} processes together; it must be 2 or more.");
        Tensor[] means = sums[..^1].view(2, -1).div(count).unbind(0);   // of the values, of their squares
        return (count, means[0].to(input.dtype), (means[1] - means[0].square()).clamp_min_(0).to(input.dtype));
    }
}
