using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Takes the bytes of tensors into a hash, which tells them from all others, whatever machine or number of threads looks.</summary>
internal static class TensorHash
{
    private const long PieceLength = 1 << 27;   // values: a span reaches 2 GB, and a tensor may be larger

    /// <summary>Adds the values of a tensor, in the order of its shape.</summary>
    public static void AppendValues(this IncrementalHash hash, Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor local = values.detach().cpu().contiguous().view(-1);
        for (long first = 0; first < local.shape[0]; first += PieceLength)
            hash.AppendData(local.narrow(0, first, Math.Min(PieceLength, local.shape[0] - first)).bytes);
    }
}
