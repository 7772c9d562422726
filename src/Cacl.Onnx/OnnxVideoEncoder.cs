using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Cacl.Onnx;

/// <summary>Turns clips into feature vectors with an encoder that was exported as ONNX.</summary>
/// <remarks>
/// The graph has one input, float [clips, 3, frames, height, width] of 0 to 1 or byte [clips, frames, height, width, 3] of
/// 0 to 255, both RGB, and one output, float [clips, features]. Whatever else the network wants done to its pixels is part
/// of the graph. Safe to use from several threads at once; <see cref="Dispose"/> waits for calls that are under way.
/// </remarks>
public sealed class OnnxVideoEncoder : IDisposable
{
    private readonly InferenceSession session;
    private readonly EncoderGraph graph;
    private readonly ReaderWriterLockSlim inUse = new();
    private bool disposed;

    private OnnxVideoEncoder(string path, InferenceSession session, EncoderGraph graph, EncoderMetadata? metadata)
    {
        Path = path;
        Metadata = metadata;
        this.session = session;
        this.graph = graph;
    }

    /// <summary>The file it was opened from.</summary>
    public string Path { get; }

    /// <summary>What the file says of how clips are taken for the encoder; null where another program wrote it.</summary>
    public EncoderMetadata? Metadata { get; }

    /// <summary>How the graph takes clips; <see cref="Embed"/> takes bytes either way.</summary>
    public ClipLayout Layout => graph.Layout;

    /// <summary>Frames of a clip.</summary>
    public int Frames => graph.Frames;

    /// <summary>Height of a frame, in pixels.</summary>
    public int Height => graph.Height;

    /// <summary>Width of a frame, in pixels.</summary>
    public int Width => graph.Width;

    /// <summary>Length of a feature vector.</summary>
    public int FeatureLength => graph.FeatureLength;

    /// <summary>Bytes of a clip; an array can hold them.</summary>
    internal int ClipBytes => Frames * Height * Width * 3;

    /// <summary>Opens an encoder and checks that its graph is one.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">Device, threads and optimisation, as ONNX Runtime takes them; null takes its defaults. It stays the caller's.</param>
    /// <exception cref="FileNotFoundException">There is no such file; or it is a folder.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or holds no ONNX graph, or one that is no video encoder, or its metadata can't be used; the message tells what was expected and what was found.</exception>
    public static OnnxVideoEncoder Open(string path, SessionOptions? options = null)
    {
        CheckIsFile(path);
        using FileStream content = File.OpenRead(path);
        return Open(path, content, () => options is null ? new InferenceSession(path) : new InferenceSession(path, options));
    }

    /// <summary>Checks that there is a file, whatever it holds.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <exception cref="FileNotFoundException">There is none, or a folder.</exception>
    internal static void CheckIsFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new FileNotFoundException($"'{path}' is a folder; an encoder is a file, such as encoder.onnx.", path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no encoder '{path}'.", path);
    }

    /// <summary>Opens an encoder whose file lies in memory.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">Device, threads and optimisation.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or hold no video encoder, or one whose weights lie in other files; the message says which.</exception>
    internal static OnnxVideoEncoder Open(byte[] content, string name, SessionOptions options) =>
        ExternalWeights.AreIn(content) ? throw new InvalidDataException(ExternalWeights.Message(name)) : Open(name, new MemoryStream(content), () => new InferenceSession(content, options));

    private static OnnxVideoEncoder Open(string path, Stream content, Func<InferenceSession> load)
    {
        if (content.Length == 0)
            throw new InvalidDataException($"'{path}' is empty; it holds no encoder.");
        bool isChecked = ContentChecksum.Check(path, content);
        InferenceSession session = Load(path, load);
        try
        {
            EncoderGraph graph = EncoderGraph.Read(path, session);
            EncoderMetadata? metadata = EncoderMetadata.FromProperties(path, session.ModelMetadata.CustomMetadataMap);
            if (metadata is not null && !isChecked)
                throw new InvalidDataException(ContentChecksum.MessageOfNone(path));
            if (metadata is { Clips: var clips } && (clips.Frames, clips.CropSize, clips.CropSize) != (graph.Frames, graph.Height, graph.Width))
                throw new InvalidDataException($"The encoder '{path}' has metadata for clips of {clips.Frames} frames of {clips.CropSize} x {clips.CropSize} pixels, and a graph for {graph.Frames} of {graph.Width} x {graph.Height}.");
            return new OnnxVideoEncoder(path, session, graph, metadata);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Turns clips into feature vectors.</summary>
    /// <param name="clips">RGB bytes [count, <see cref="Frames"/>, <see cref="Height"/>, <see cref="Width"/>, 3].</param>
    /// <param name="count">How many clips, at least 1.</param>
    /// <param name="features">Takes the vectors: [count, <see cref="FeatureLength"/>].</param>
    /// <exception cref="ArgumentException">A span's length does not fit the count; the message tells both.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime can't compute the graph; the message names the file.</exception>
    public void Embed(ReadOnlySpan<byte> clips, int count, Span<float> features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (clips.Length != (long)count * ClipBytes)
            throw new ArgumentException($"{count} clips of {Frames} frames of {Width} x {Height} RGB pixels are {(long)count * ClipBytes} bytes; found {clips.Length}.", nameof(clips));
        if (features.Length != (long)count * FeatureLength)
            throw new ArgumentException($"{count} clips have {(long)count * FeatureLength} features, {FeatureLength} each; found room for {features.Length}.", nameof(features));

        inUse.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            int clipsPerRun = graph.OneClipPerRun ? 1 : count;
            for (int first = 0; first < count; first += clipsPerRun)
                Run(clips.Slice(first * ClipBytes, clipsPerRun * ClipBytes), clipsPerRun, features.Slice(first * FeatureLength, clipsPerRun * FeatureLength));
        }
        finally
        {
            inUse.ExitReadLock();
        }
    }

    /// <summary>Frees the graph.</summary>
    public void Dispose()
    {
        inUse.EnterWriteLock();
        try
        {
            if (!disposed)
                session.Dispose();
            disposed = true;
        }
        finally
        {
            inUse.ExitWriteLock();
        }
    }

    private static InferenceSession Load(string path, Func<InferenceSession> load)
    {
        try
        {
            return load();
        }
        catch (OnnxRuntimeException exception)
        {
            string message = path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
                ? $"'{path}' is a file of weights, which has no graph to compute. Export it first, by VideoEncoder.SaveOnnx or cacl export, and give the .onnx file."
                : $"'{path}' holds no graph that ONNX Runtime can load: {exception.Message.TrimEnd('.')}. It must be a whole .onnx file, such as VideoEncoder.SaveOnnx and cacl export write.";
            throw new InvalidDataException(message, exception);
        }
    }

    private void Run(ReadOnlySpan<byte> clips, int count, Span<float> features)
    {
        // ONNX Runtime reads from memory that it can pin, and a span is none: hence the rented copies.
        if (Layout == ClipLayout.Bytes)
        {
            byte[] bytes = ArrayPool<byte>.Shared.Rent(clips.Length);
            clips.CopyTo(bytes);
            using (OrtValue input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, bytes.AsMemory(0, clips.Length), [count, Frames, Height, Width, 3]))
                Run(input, count, features);
            ArrayPool<byte>.Shared.Return(bytes);
        }
        else
        {
            // ONNX Runtime's own memory: the order in which it adds floats up depends on where they begin, and elsewhere the last bits would too.
            using OrtValue input = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, [count, 3, Frames, Height, Width]);
            ClipPlanes.Fill(clips, input.GetTensorMutableDataAsSpan<float>(), count, ClipBytes / 3);
            Run(input, count, features);
        }
    }

    private void Run(OrtValue input, int count, Span<float> features)
    {
        try
        {
            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, [graph.InputName], [input], [graph.OutputName]);
            ReadOnlySpan<float> computed = outputs[0].GetTensorDataAsSpan<float>();
            if (computed.Length != features.Length)
                throw new InvalidOperationException($"The encoder '{Path}' gave {computed.Length} numbers for {count} clips; expected {features.Length}.");
            computed.CopyTo(features);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidOperationException($"The encoder '{Path}' failed: {exception.Message}", exception);
        }
    }
}
