using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Brings what the host has made to a device.</summary>
internal static class Upload
{
    /// <summary>The same numbers on a device; on a GPU without waiting for what it is doing.</summary>
    /// <param name="host">On the CPU.</param>
    /// <param name="device">Where they are needed.</param>
    /// <returns>A tensor in the caller's dispose scope.</returns>
    public static Tensor OnDevice(this Tensor host, Device device)
    {
        if (device.type == DeviceType.CPU)
            return host.to(device);
        using Tensor pinned = host.pin_memory();
        return pinned.CopiedTo(device);
    }

    /// <summary>Clips of bytes on a device, in one tensor.</summary>
    /// <param name="clips">As many bytes each as the shape has values.</param>
    /// <param name="shape">Of a clip.</param>
    /// <param name="device">Where they are needed.</param>
    /// <returns>Byte [clips, shape], in the caller's dispose scope.</returns>
    public static Tensor OnDevice(byte[][] clips, long[] shape, Device device)
    {
        Tensor host = empty([clips.Length, .. shape], dtype: uint8);
        if (device.type == DeviceType.CPU)
            return Fill(host, clips);
        using Tensor plain = host, pinned = plain.pin_memory();
        return Fill(pinned, clips).CopiedTo(device);
    }

    // libtorch keeps pinned memory until the copy that was begun is made, also when the tensor is disposed of before.
    private static Tensor CopiedTo(this Tensor pinned, Device device) => pinned.to(device, non_blocking: true);

    private static Tensor Fill(Tensor host, byte[][] clips)
    {
        for (int i = 0; i < clips.Length; i++)
        {
            using Tensor place = host.select(0, i);
            clips[i].CopyTo(place.bytes);
        }

        return host;
    }
}
