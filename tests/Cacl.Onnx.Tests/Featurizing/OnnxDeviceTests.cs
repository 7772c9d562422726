using Microsoft.ML.OnnxRuntime;

namespace Cacl.Onnx.Tests;

public sealed class OnnxDeviceTests : IDisposable
{
    private static readonly VideoFeaturizerOptions Gpu = new() { GpuDeviceId = 3 };

    private readonly string notAGraph = Path.GetTempFileName();
    private readonly List<OnnxVideoEncoder> opened = [];
    private int opens;

    public OnnxDeviceTests() => File.WriteAllText(notAGraph, "no graph");

    public void Dispose()
    {
        opened.ForEach(encoder => encoder.Dispose());
        File.Delete(notAGraph);
    }

    [Fact]
    public void A_GPU_that_fails_when_the_file_is_opened_gives_way_to_the_CPU()
    {
        OnnxDevice device = OnnxDevice.Open(OnlySecondTime, Gpu with { FallbackToCpu = true }, AddNothing);

        Assert.StartsWith("GPU 3 can't compute: ", device.WhyNotGpu);
        Assert.Equal(8, device.Encoder.FeatureLength);
        Assert.Equal(2, opens);
    }

    [Fact]
    public void A_GPU_that_fails_when_the_file_is_opened_is_named_where_the_CPU_was_not_allowed()
    {
        var fault = Assert.Throws<NotSupportedException>(() => OnnxDevice.Open(OnlySecondTime, Gpu, AddNothing));

        Assert.Equal($"GPU 3 can't compute: {fault.InnerException!.Message}", fault.Message);
        Assert.IsType<OnnxRuntimeException>(fault.InnerException);
        Assert.Throws<ObjectDisposedException>(() => opened.Single().Embed(new byte[360], 1, new float[8]));
    }

    [Fact]
    public void A_file_that_the_CPU_does_not_open_either_is_at_fault_itself()
    {
        var fault = Assert.Throws<InvalidDataException>(() => OnnxDevice.Open(session => OnnxVideoEncoder.Open(notAGraph, session), Gpu with { FallbackToCpu = true }, AddNothing));

        Assert.StartsWith($"'{notAGraph}' holds no graph that ONNX Runtime can load: ", fault.Message);
    }

    [Fact]
    public void A_GPU_that_opens_the_file_computes()
    {
        int asked = -1;

        OnnxDevice device = OnnxDevice.Open(Open, Gpu, (_, id) => asked = id);

        Assert.Null(device.WhyNotGpu);
        Assert.Equal((3, 1), (asked, opens));
    }

    [Fact]
    public void An_ONNX_Runtime_for_CPUs_names_the_references_that_a_GPU_needs()
    {
        var fault = Assert.Throws<NotSupportedException>(() => OnnxDevice.Open(Open, Gpu, (_, _) => throw new EntryPointNotFoundException()));

        Assert.Equal(
            "GPU 3 can't compute: this ONNX Runtime is built for CPUs alone. Refer to the package Microsoft.ML.OnnxRuntime.Gpu, and leave the native library of the other out: <PackageReference Include=\"Microsoft.ML.OnnxRuntime\" ExcludeAssets=\"all\" />.",
            fault.Message);
        Assert.Equal(0, opens);
    }

    private static void AddNothing(SessionOptions session, int id)
    {
    }

    private OnnxVideoEncoder Open(SessionOptions session)
    {
        opens++;
        opened.Add(OnnxVideoEncoder.Open(Path.Join(AppContext.BaseDirectory, "Fixtures", "bytes.onnx"), session));
        return opened[^1];
    }

    // ONNX Runtime's own fault stands for one of the GPU: its exceptions can't be made outside of it.
    private OnnxVideoEncoder OnlySecondTime(SessionOptions session)
    {
        if (opens > 0)
            return Open(session);
        opens++;
        return OnnxVideoEncoder.Open(notAGraph, session);
    }
}
