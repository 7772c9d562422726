using System.Security.Cryptography;
using System.Text;
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

    /// <summary>
    /// SHA-256 over texts and tensors: names, types and shapes too, so that a changed byte of a file's header is found as well as one
    /// of the values.
    /// </summary>
    /// <remarks>
    /// Over UTF-8, in the order of names: "LENGTH NAME LENGTH TEXT\n" of each text, then "LENGTH NAME TYPE [SHAPE]\n" and the values of
    /// each tensor; lengths are of bytes, types by the names of safetensors (F32), shapes as in "[2, 3]".
    /// </remarks>
    /// <returns>64 hexadecimal digits, the same in whatever order a file holds them.</returns>
    public static string Of(IEnumerable<KeyValuePair<string, string>> texts, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, string text) in texts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Append($"{Encoding.UTF8.GetByteCount(name)} {name} {Encoding.UTF8.GetByteCount(text)} {text}\n");
        foreach ((string name, Tensor values) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append($"{Encoding.UTF8.GetByteCount(name)} {name} {Safetensors.NameOf(values.dtype)} [{string.Join(", ", values.shape)}]\n");
            hash.AppendValues(values);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
