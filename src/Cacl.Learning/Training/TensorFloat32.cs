using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Whether GPUs may take TF32 for products of float32, in the whole process, until it is disposed of.</summary>
/// <remarks>Left to itself cuDNN takes TF32 for every convolution, and cuBLAS does not.</remarks>
internal sealed class TensorFloat32 : IDisposable
{
    private readonly (bool Products, bool Convolutions) before = (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32);

    /// <summary>Allows it for all products, or for none.</summary>
    public TensorFloat32(bool isAllowed) => Set(isAllowed, isAllowed);

    /// <inheritdoc/>
    public void Dispose() => Set(before.Products, before.Convolutions);

    private static void Set(bool products, bool convolutions)
    {
        backends.cuda.matmul.allow_tf32 = products;
        backends.cudnn.allow_tf32 = convolutions;
    }
}
