namespace Cacl.Onnx;

/// <summary>Maps of clips in a graph, frame by frame: a value [clips, channels, height, width] for each.</summary>
/// <remarks>
/// ONNX Runtime's 2D convolution on a CPU is several times as fast as its 3D one, and hands on its maps in blocks of channels, which
/// convolutions, sums, ReLU and pools read as they are. Frames that were one value would have to be taken apart and put together
/// around each layer, in another layout.
/// </remarks>
internal sealed class FrameMaps
{
    private readonly GraphBuilder graph;
    private readonly string[] frames;

    private FrameMaps(GraphBuilder graph, params IEnumerable<string> frames) => (this.graph, this.frames) = (graph, [.. frames]);

    /// <summary>The frames of clips.</summary>
    /// <param name="graph">Takes the operators.</param>
    /// <param name="clips">The name of [clips, channels, frames, height, width], with as many frames as the graph's input.</param>
    public static FrameMaps OfClips(GraphBuilder graph, string clips) =>
        new(graph, Enumerable.Range(0, (int)graph.ClipShape[0]).Select(frame => graph.Select(clips, 2, frame)));

    /// <summary>Pictures that have nothing to do with one another: one frame each.</summary>
    /// <param name="graph">Takes the operators.</param>
    /// <param name="pictures">The name of [pictures, channels, height, width].</param>
    public static FrameMaps OfPictures(GraphBuilder graph, string pictures) => new(graph, pictures);

    /// <summary>Adds a convolution over frames and pixels that covers the edges by half its kernel.</summary>
    public FrameMaps Convolve(FrameConvolution convolution) => new(graph, new FrameConvolutionExport(graph, convolution, frames).Frames());

    public FrameMaps Relu() => Each(graph.Relu);

    public FrameMaps Add(FrameMaps other) => new(graph, frames.Zip(other.frames, (one, another) => graph.Add(one, another)));

    /// <summary>Adds the greatest value within a window of pixels that covers the edges by half its size.</summary>
    public FrameMaps MaxPool(long size, long stride) => Each(frame => graph.MaxPool(frame, [size, size], strides: [stride, stride]));

    /// <summary>Adds the greatest value within a window of frames and pixels, which steps by its own size.</summary>
    /// <param name="window">Frames, height and width.</param>
    public FrameMaps MaxPool(long[] window)
    {
        IEnumerable<string[]> windows = Each(frame => graph.MaxPool(frame, window[1..])).frames.Chunk((int)window[0]).Where(whole => whole.Length == window[0]);
        return new FrameMaps(graph, windows.Select(pooled => pooled.Length == 1 ? pooled[0] : graph.Maximum(pooled)));
    }

    /// <summary>Adds the mean over frames and pixels.</summary>
    /// <returns>The name of [clips, channels].</returns>
    public string Mean()
    {
        string[] means = Each(frame => graph.Mean(frame, 2, 3)).frames;
        return means.Length == 1 ? means[0] : graph.Divide(graph.Sum(means), means.Length);
    }

    private FrameMaps Each(Func<string, string> operation) => new(graph, frames.Select(operation));
}
