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
    public static OnnxDevice Open(Func<SessionOptions, OnnxVideoEncoder> open, VideoFeaturizerOptions options) =>
        Open(open, options, static (session, id) => session.AppendExecutionProvider_CUDA(id));

    /// <summary>The same, with another way to ask for a GPU.</summary>
    internal static OnnxDevice Open(Func<SessionOptions, OnnxVideoEncoder> open, VideoFeaturizerOptions options, Action<SessionOptions, int> addGpu)
    {
        if (options.GpuDeviceId is not { } id)
            return new OnnxDevice(OpenOnCpu(), null);
        using SessionOptions session = Settings();
        string? whyNotGpu = AddGpu(addGpu, session, id);
        if (whyNotGpu is not null)
            return new OnnxDevice(options.FallbackToCpu ? OpenOnCpu() : throw new NotSupportedException(whyNotGpu), whyNotGpu);
        try
        {
            return new OnnxDevice(open(session), null);
        }
        catch (InvalidDataException fault) when (fault.InnerException is OnnxRuntimeException cause)
        {
            // Only now is the GPU looked for: where the CPU opens the file, it was the GPU that failed, else the file.
            OnnxVideoEncoder encoder = OpenOnCpu();
            whyNotGpu = WhyNot(id, cause.Message);
            if (options.FallbackToCpu)
                return new OnnxDevice(encoder, whyNotGpu);
            encoder.Dispose();
            throw new NotSupportedException(whyNotGpu, cause);
        }

        OnnxVideoEncoder OpenOnCpu()
        {
            using SessionOptions plain = Settings();
            return open(plain);
        }

        SessionOptions Settings() => new() { IntraOpNumThreads = options.ThreadsPerRun };
    }

    private static string WhyNot(int id, string cause) => $"GPU {id} can't compute: {cause}";

    private static string? AddGpu(Action<SessionOptions, int> addGpu, SessionOptions session, int id)
    {
        try
        {
            addGpu(session, id);
            return null;
        }
        catch (EntryPointNotFoundException)
        {
            return WhyNot(id, "this ONNX Runtime is built for CPUs alone. Refer to the package Microsoft.ML.OnnxRuntime.Gpu, and leave the native library of the other out: <PackageReference Include=\"Microsoft.ML.OnnxRuntime\" ExcludeAssets=\"all\" />.");
        }
        catch (OnnxRuntimeException exception)
        {
            return WhyNot(id, exception.Message);
        }
    }
}
