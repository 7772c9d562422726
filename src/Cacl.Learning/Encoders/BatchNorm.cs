using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Batch norm over the second axis, with torch's names and defaults; while several processes learn together, over the rows of all if wanted.</summary>
/// <remarks>In and out: float or bfloat16 [rows, channels, ...]; statistics and what is learned are float. The fields' names are those that state dicts have.</remarks>
internal sealed class BatchNorm : Module<Tensor, Tensor>
{
    /// <summary>What keeps the variance above 0.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>How much a batch changes the running statistics.</summary>
    public const double Momentum = 0.1;

    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor running_mean;
    private readonly Tensor running_var;
    private readonly Tensor num_batches_tracked;

    /// <summary>Makes a layer that changes nothing yet but mean and variance.</summary>
    /// <param name="channels">The length of the second axis.</param>
    public BatchNorm(long channels) : base(nameof(BatchNorm))
    {
        weight = FirstWeights.Own(ones(channels));
        bias = FirstWeights.Own(zeros(channels));
        running_mean = zeros(channels).DetachFromDisposeScope();
        running_var = ones(channels).DetachFromDisposeScope();
        num_batches_tracked = zeros([], dtype: int64).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Whose rows the statistics of training are taken over. Null: those of this process.</summary>
    public SyncBatchNorm? Synchronization { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (training)
            num_batches_tracked.add_(1);
        if (!training || Synchronization is not { } job)
            return functional.batch_norm(input, running_mean, running_var, weight, bias, training, Momentum, Epsilon);
        using DisposeScope scope = NewDisposeScope();
        return job.Normalize(input.to(weight.dtype), weight, bias, running_mean, running_var).to(input.dtype).MoveToOuterDisposeScope();
    }
}
