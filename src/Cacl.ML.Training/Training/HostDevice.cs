using Cacl.Learning;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Cacl.ML;

/// <summary>The device that an <see cref="MLContext"/> asks for.</summary>
internal static class HostDevice
{
    /// <summary>The GPU of <c>GpuDeviceId</c>; the CPU where that is null, or where there is no such GPU and <c>FallbackToCpu</c> allows it.</summary>
    /// <exception cref="NotSupportedException">The GPU can't be had, and the CPU was not allowed.</exception>
    public static string Of(MLContext context, IChannel channel)
    {
        if (context.GpuDeviceId is not { } id)
            return "cpu";
        string name = $"cuda:{id}";
        try
        {
            Devices.Resolve(name);
            return name;
        }
        catch (NotSupportedException exception) when (context.FallbackToCpu)
        {
            channel.Warning(MessageSensitivity.None, $"{exception.Message} Falling back to the CPU.");
            return "cpu";
        }
    }
}
