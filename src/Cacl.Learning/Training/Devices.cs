using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Finds the device that an option names.</summary>
internal static class Devices
{
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
