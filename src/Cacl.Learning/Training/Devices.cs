using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Finds the device that an option names.</summary>
internal static class Devices
{
    // Of the first GPUs with units for TF32 and bfloat16, Ampere.
    private const int MajorOfTensorFloats = 8;

    /// <summary>The device of a run, checked to be there and to have the run's precision.</summary>
    /// <param name="options">The run.</param>
    /// <exception cref="ArgumentException">The device's name is none.</exception>
    /// <exception cref="NotSupportedException">A GPU was asked for that can't be had, or a precision that the device does not have.</exception>
    public static Device Resolve(TrainingOptions options)
    {
        Device device = Resolve(options.Device);
        int? major = options.Precision == ComputePrecision.Float32 || device.type == DeviceType.CPU ? null : CudaContext.ComputeCapability(device.index).Major;
        return Lacks(options.Precision, device.ToString(), major) is { } fault ? throw new NotSupportedException(fault) : device;
    }

    /// <summary>What a device lacks for a precision, in a sentence; null where nothing.</summary>
    /// <param name="precision">The precision.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="computeMajor">The first number of the GPU's compute capability; null for a CPU.</param>
    internal static string? Lacks(ComputePrecision precision, string device, int? computeMajor) => (precision, computeMajor) switch
    {
        (ComputePrecision.TensorFloat32, null) =>
            $"{nameof(TrainingOptions.Precision)} {precision} was asked for on the device {device}; only NVIDIA GPUs have it. Use {ComputePrecision.Float32} or {ComputePrecision.BFloat16}, or a GPU.",
        (not ComputePrecision.Float32, < MajorOfTensorFloats) =>
            $"{nameof(TrainingOptions.Precision)} {precision} was asked for on the device {device}, whose compute capability is {computeMajor}.x; it must be {MajorOfTensorFloats}.0 or above (Ampere). Use {ComputePrecision.Float32}.",
        _ => null,
    };

    /// <summary>The device, checked to be there.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>; null stands for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The name is none of these.</exception>
    /// <exception cref="NotSupportedException">A GPU was asked for that can't be had.</exception>
    public static Device Resolve(string? name)
    {
        if (name is null or "cpu")
            return CPU;
        int index = 0;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), out index) && index >= 0))
            throw new ArgumentException($"Device is {name}; it must be cpu, cuda or cuda:n.", nameof(name));
        if (!cuda.is_available())
            throw new NotSupportedException($"Device {name} was asked for, but this libtorch finds no CUDA GPU. Use cpu, or a libtorch that is built with CUDA.");
        if (index >= cuda.device_count())
            throw new NotSupportedException($"Device {name} was asked for, but there are {cuda.device_count()} CUDA GPUs.");
        return torch.device($"cuda:{index}");
    }
}
