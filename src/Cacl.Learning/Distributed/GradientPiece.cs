using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>What one sum over processes takes: a large tensor where it lies, or small ones copied together, because every sum costs a round trip.</summary>
internal sealed class GradientPiece : IDisposable
{
    private const long Length = 1 << 20;   // values of 4 bytes

    private readonly Tensor[] copied;

    private GradientPiece(Tensor values, Tensor[] copied)
    {
        Values = values.DetachFromDisposeScope();
        this.copied = copied;
        foreach (Tensor part in copied)
            part.DetachFromDisposeScope();
    }

    /// <summary>What is summed; contiguous.</summary>
    public Tensor Values { get; }

    /// <summary>Makes pieces of tensors, which belong to them from then on: the handles, not the memory.</summary>
    public static List<GradientPiece> Of(IEnumerable<Tensor> tensors)
    {
        using IDisposable noGradient = no_grad();
        var pieces = new List<GradientPiece>();
        var small = new List<Tensor>();
        long length = 0;
        foreach (Tensor values in tensors)
        {
            if (values.numel() >= Length && values.is_contiguous())
            {
                pieces.Add(new GradientPiece(values, []));
                continue;
            }

            if (length + values.numel() > Length)
                Join();
            small.Add(values);
            length += values.numel();
        }

        Join();
        return pieces;

        void Join()
        {
            if (small.Count == 0)
                return;
            using DisposeScope scope = NewDisposeScope();
            pieces.Add(new GradientPiece(cat([.. small.Select(values => values.reshape(-1))], 0), [.. small]));
            small.Clear();
            length = 0;
        }
    }

    /// <summary>Makes means of the sums, and puts them where the tensors lie.</summary>
    /// <param name="processes">Over how many was summed.</param>
    public void Settle(int processes)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Values.div_(processes);
        long first = 0;
        foreach (Tensor part in copied)
        {
            part.copy_(Values.narrow(0, first, part.numel()).view(part.shape));
            first += part.numel();
        }
    }

    /// <summary>Frees the handles.</summary>
    public void Dispose()
    {
        Values.Dispose();
        foreach (Tensor part in copied)
            part.Dispose();
    }
}
