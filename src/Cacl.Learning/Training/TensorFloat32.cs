using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Whether GPUs may take TF32 for products of float32, until it is disposed of.</summary>
/// <remarks>
/// libtorch has one switch for a whole process, and left to itself cuDNN takes TF32 for every convolution, and cuBLAS does not. While several of these are in
/// use, also on other threads, one that forbids it counts more than those that allow it; with the last of them the switch is as it was before the first.
/// </remarks>
internal sealed class TensorFloat32 : IDisposable
{
    private static readonly Lock Turn = new();
    private static readonly List<TensorFloat32> InUse = [];
    private static (bool Products, bool Convolutions) before;

    private readonly bool isAllowed;

    /// <summary>Allows it for all products, or for none.</summary>
    public TensorFloat32(bool isAllowed)
    {
        this.isAllowed = isAllowed;
        lock (Turn)
        {
            if (InUse.Count == 0)
                before = (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32);
            InUse.Add(this);
            Settle();
        }
    }

    /// <summary>Forbids it where a device would take it; null where none would.</summary>
    /// <param name="device">Where products are computed.</param>
    public static TensorFloat32? ForbiddenOn(Device device) => device.type == DeviceType.CUDA ? new TensorFloat32(isAllowed: false) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Turn)
        {
            if (InUse.Remove(this))
                Settle();
        }
    }

    private static void Settle()
    {
        bool isAllowed = InUse.TrueForAll(one => one.isAllowed);
        (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = InUse.Count == 0 ? before : (isAllowed, isAllowed);
    }
}
