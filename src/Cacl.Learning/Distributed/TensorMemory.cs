using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Where a tensor lies, also on a GPU: TorchSharp tells it to what is derived from its storage.</summary>
internal sealed class TensorMemory : Storage
{
    private readonly Tensor tensor;

    private TensorMemory(Tensor tensor)
        : base(tensor)
    {
        this.tensor = tensor;
    }

    private nint Address => data_ptr() + (nint)(tensor.storage_offset() * tensor.element_size());

    /// <summary>The address of the first value of a contiguous tensor, valid while the tensor lives.</summary>
    public static nint AddressOf(Tensor tensor) => new TensorMemory(tensor).Address;

    /// <inheritdoc/>
    public override int element_size() => (int)tensor.element_size();
}
