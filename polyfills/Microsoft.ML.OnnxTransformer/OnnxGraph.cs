using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>A session over a model file, which stays open, and whose bytes are read again when it is saved.</summary>
/// <remarks>A file of its own loses its name at once: the session has read it, and an open file can be read without a name.</remarks>
internal sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession session;
    private readonly FileStream file;
    private readonly bool owns;
    private readonly Dictionary<string, OnnxVariable> inputs;
    private readonly Dictionary<string, OnnxVariable> outputs;

    /// <param name="path">The model file.</param>
    /// <param name="owns">Whether the file goes when this does, or can't be made.</param>
    /// <param name="options">Devices, threads, shapes.</param>
    public OnnxGraph(string path, bool owns, OnnxOptions options)
    {
        this.owns = owns;
        try
        {
            session = Open(path, options);
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            // names of slots, which the package would show as annotations
            if (ReadFile().AsSpan().IndexOf(".SlotNames"u8) >= 0) throw Unserved.Member("ApplyOnnxModel of a graph with slot names");
            inputs = session.InputMetadata.ToDictionary(pair => pair.Key, pair => new OnnxVariable(pair.Key, pair.Value, options.ShapeDictionary));
            outputs = session.OutputMetadata.ToDictionary(pair => pair.Key, pair => new OnnxVariable(pair.Key, pair.Value, options.ShapeDictionary));
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            if (owns) File.Delete(path);
        }
    }

    public string[] InputNames => [.. inputs.Keys];

    public string[] OutputNames => [.. outputs.Keys];

    public OnnxVariable Input(string name) => inputs.TryGetValue(name, out OnnxVariable input)
        ? input
        : throw new ArgumentOutOfRangeException(nameof(name), $"Input tensor, {name}, does not exist in the ONNX model. Available input names are [{string.Join(",", inputs.Keys)}]. Available initializers are []");

    public OnnxVariable Output(string name) => outputs.TryGetValue(name, out OnnxVariable output)
        ? output
        : throw new ArgumentOutOfRangeException(nameof(name), $"Ouput tensor, {name}, does not exist in the ONNX model. Available output names are [{string.Join(",", outputs.Keys)}].");

    public byte[] ReadFile()
    {
        if (!owns) return File.ReadAllBytes(file.Name);
        byte[] content = new byte[RandomAccess.GetLength(file.SafeFileHandle)];
        for (int at = 0; at < content.Length;)
        {
            int read = RandomAccess.Read(file.SafeFileHandle, content.AsSpan(at), at);
            if (read == 0) throw new EndOfStreamException();
            at += read;
        }
        return content;
    }

    public IDisposableReadOnlyCollection<DisposableNamedOnnxValue> Run(IReadOnlyCollection<NamedOnnxValue> values, IReadOnlyCollection<string> wanted) => session.Run(values, wanted);

    public void Dispose()
    {
        session?.Dispose();
        file?.Dispose();
    }

    private static InferenceSession Open(string path, OnnxOptions options)
    {
        if (options.GpuDeviceId is not { } device) return new InferenceSession(path, Threads(new SessionOptions(), options));
        try
        {
            return new InferenceSession(path, Threads(SessionOptions.MakeSessionOptionWithCudaProvider(device), options));
        }
        catch (OnnxRuntimeException) when (options.FallbackToCpu)
        {
            return new InferenceSession(path, Threads(new SessionOptions(), options));
        }
    }

    private static SessionOptions Threads(SessionOptions session, OnnxOptions options)
    {
        session.InterOpNumThreads = options.InterOpNumThreads ?? 0;
        session.IntraOpNumThreads = options.IntraOpNumThreads ?? 0;
        return session;
    }
}
