using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Takes the products of networks in a precision, until it is disposed of.</summary>
/// <remarks>
/// What torch's autocast does: layers round copies of their input and of their float32 weights, so gradients arrive in float32 and weights can
/// change by less than bfloat16 can tell apart. bfloat16 has float32's range, so losses need no scaling. A network leaves as it came.
/// </remarks>
internal sealed class MixedPrecision : IDisposable
{
    private readonly ITensorCoreLayer[] layers;
    private readonly TensorFloat32? rounding;

    /// <summary>Sets the precision of every layer of the networks.</summary>
    /// <param name="precision">The precision, which the device is known to have.</param>
    /// <param name="device">Where the networks lie.</param>
    /// <param name="networks">What they compute with, twins, heads and frozen ones too.</param>
    public MixedPrecision(ComputePrecision precision, Device device, IEnumerable<Module> networks)
    {
        bool isGpu = device.type == DeviceType.CUDA;
        // Tensor cores read channels side by side; a layout that cuDNN would have to turn around costs a copy of input and output of each layer.
        var use = new TensorCoreUse(Rounds: precision == ComputePrecision.BFloat16, ChannelsLast: isGpu && precision != ComputePrecision.Float32);
        layers = [.. networks.SelectMany(network => network.modules().Prepend(network)).OfType<ITensorCoreLayer>()];
        foreach (ITensorCoreLayer layer in layers)
            layer.TensorCores = use;
        rounding = isGpu ? new TensorFloat32(precision == ComputePrecision.TensorFloat32) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ITensorCoreLayer layer in layers)
            layer.TensorCores = default;
        rounding?.Dispose();
    }
}
