using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Averages what a step changes over the processes of a job: gradients, and the batch norm statistics of networks that learn or follow.</summary>
/// <remarks>
/// Large tensors are summed where they lie; small ones are copied together into pieces of about 4 MB, because every sum costs a round trip.
/// With one process it does nothing.
/// </remarks>
internal sealed class GradientExchange
{
    private const long PieceLength = 1 << 20;   // values of 4 bytes

    private readonly Communicator job;
    private readonly Objective objective;
    private readonly Tensor[] statistics;

    /// <summary>Notes which networks are in training: statistics of the others stay as they are.</summary>
    /// <param name="job">The processes.</param>
    /// <param name="objective">What is learned.</param>
    public GradientExchange(Communicator job, Objective objective)
    {
        this.job = job;
        this.objective = objective;
        statistics =
        [
            .. objective.Networks.Select(entry => entry.Network).Where(network => network.training)
                .SelectMany(network => network.buffers()).Where(buffer => buffer.is_floating_point()),
        ];
    }

    /// <summary>Puts the mean over all processes in the place of every gradient and statistic.</summary>
    public void Average()
    {
        if (job.Size == 1)
            return;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        var small = new List<Tensor>();
        long length = 0;
        foreach (Tensor values in objective.Parameters.Select(parameter => parameter.grad).OfType<Tensor>().Concat(statistics))
        {
            if (values.numel() >= PieceLength && values.is_contiguous())
            {
                AverageInPlace(values);
                continue;
            }

            if (length + values.numel() > PieceLength)
                AverageTogether();
            small.Add(values);
            length += values.numel();
        }

        AverageTogether();

        void AverageTogether()
        {
            if (small.Count == 0)
                return;
            Tensor together = cat([.. small.Select(values => values.reshape(-1))], 0);
            AverageInPlace(together);
            long first = 0;
            foreach (Tensor values in small)
            {
                values.copy_(together.narrow(0, first, values.numel()).view(values.shape));
                first += values.numel();
            }

            small.Clear();
            length = 0;
        }
    }

    private void AverageInPlace(Tensor values)
    {
        job.AllReduceSum(values);
        values.div_(job.Size);
    }
}
