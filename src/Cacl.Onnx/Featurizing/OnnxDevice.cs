using Microsoft.ML.OnnxRuntime;

namespace Cacl.Onnx;

/// <summary>Where a network computes.</summary>
/// <param name="Encoder">The encoder, opened there.</param>
/// <param name="WhyNotGpu">Why the GPU that was asked for does not compute; null where it does, or was not asked for.</param>
internal readonly record struct OnnxDevice(OnnxVideoEncoder Encoder, string? WhyNotGpu)
{
    /// <summary>Opens an encoder on the device that the options ask for.</summary>
    /// <param name="open">Opens it by settings of a session.</param>
    /// <param name="options">The device, and threads.</param>
    /// <exception cref="NotSupportedException">The GPU can't be had, and the CPU was not allowed.</exception>
    public static OnnxDevice Open(Func<SessionOptions, OnnxVideoEncoder> open, VideoFeaturizerOptions options)
    {
        using var session = new SessionOptions { IntraOpNumThreads = options.ThreadsPerRun };
        string? whyNotGpu = options.GpuDeviceId is { } id ? AddGpu(session, id) : null;
        if (whyNotGpu is not null && !options.FallbackToCpu)
            throw new NotSupportedException(whyNotGpu);
        return new OnnxDevice(open(session), whyNotGpu);
    }

    private static string? AddGpu(SessionOptions session, int id)
    {
        try
        {
            session.AppendExecutionProvider_CUDA(id);
            return null;
        }
        catch (EntryPointNotFoundException)
        {
            return $"GPU {id} can't compute: this ONNX Runtime is built for CPUs alone. Refer to the package Microsoft.ML.OnnxRuntime.Gpu instead of Microsoft.ML.OnnxRuntime.";
        }
        catch (OnnxRuntimeException exception)
        {
            return $"GPU {id} can't compute: {exception.Message}";
        }
    }
}
