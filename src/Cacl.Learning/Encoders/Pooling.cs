using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Pooling of maps in float32 or bfloat16.</summary>
internal static class Pooling
{
    /// <summary>The mean of each channel over all axes behind it; of maps in bfloat16 in single precision, which losses are taken in.</summary>
    /// <param name="maps">[count, channels, ...].</param>
    /// <returns>[count, channels].</returns>
    public static Tensor Mean(Tensor maps)
    {
        long[] places = [.. Enumerable.Range(2, (int)maps.dim() - 2).Select(axis => (long)axis)];
        return maps.mean(places, type: maps.dtype == ScalarType.BFloat16 ? float32 : null);
    }

    /// <summary>The maximum of each window over frames, height and width.</summary>
    /// <param name="maps">[count, channels, frames, height, width].</param>
    /// <param name="window">The window's size.</param>
    /// <param name="strides">From window to window.</param>
    /// <param name="padding">What windows may stand over the edge.</param>
    public static Tensor Max(Tensor maps, long[] window, long[] strides, long[]? padding = null)
    {
        if (maps.dtype != ScalarType.BFloat16 || maps.device_type != DeviceType.CPU)
            return functional.max_pool3d(maps, window, strides, padding);
        using DisposeScope scope = NewDisposeScope();   // a CPU has no maximum over bfloat16; that of the same values is the same
        return functional.max_pool3d(maps.to(float32), window, strides, padding).to(bfloat16).MoveToOuterDisposeScope();
    }
}
