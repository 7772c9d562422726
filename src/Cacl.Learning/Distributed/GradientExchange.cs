using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Averages what a step changes over the processes of a job: gradients, and the batch norm statistics of networks that learn or follow.</summary>
/// <remarks>With one process it does nothing.</remarks>
internal sealed class GradientExchange : IDisposable
{
    private static readonly HashSet<nint> None = [];

    private readonly Communicator job;
    private readonly Objective objective;
    private readonly Tensor[] statistics;
    private readonly EarlyExchange? early;

    /// <summary>Notes which networks are in training: statistics of the others stay as they are.</summary>
    /// <param name="job">The processes.</param>
    /// <param name="objective">What is learned.</param>
    /// <param name="overlap">Whether sums begin within the backward pass; null where ranks are on several machines and all can do so.</param>
    public GradientExchange(Communicator job, Objective objective, bool? overlap)
    {
        this.job = job;
        this.objective = objective;
        statistics =
        [
            .. objective.Networks.Select(entry => entry.Network).Where(network => network.training)
                .SelectMany(network => network.buffers()).Where(buffer => buffer.is_floating_point()),
        ];
        if (job.Size > 1 && (overlap ?? job.IsOfSeveralMachines) && job.AllHave(job.CanSumBeside))
            early = new EarlyExchange(job, objective.Trained);
    }

    /// <summary>The next loss is the last of a step.</summary>
    public void BeginLast() => early?.Listen();

    /// <summary>Puts the mean over all processes in the place of every gradient and statistic.</summary>
    public void Average()
    {
        if (job.Size == 1)
            return;
        IReadOnlySet<nint> averaged = early?.Finish() ?? None;
        IEnumerable<Tensor> gradients = objective.Parameters.Where(parameter => !averaged.Contains(parameter.Handle)).Select(parameter => parameter.grad).OfType<Tensor>();
        foreach (GradientPiece piece in GradientPiece.Of(gradients.Concat(statistics.Select(values => values.alias()))))
        {
            job.AllReduceSum(piece.Values);
            piece.Settle(job.Size);
            piece.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => early?.Dispose();
}
