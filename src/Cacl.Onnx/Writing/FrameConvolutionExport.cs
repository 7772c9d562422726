namespace Cacl.Onnx;

/// <summary>Adds a convolution over frames and pixels to a graph, made of 2D convolutions of single frames.</summary>
/// <remarks>
/// A frame's map is the sum of one 2D convolution for each tap. Three taps that step by one frame take less: four frames come from
/// six convolutions in place of twelve, of sums of frames and by sums of taps (Winograd's F(4, 3); Lavin and Gray, arXiv 1509.09308,
/// here along time alone, where rounding hardly grows).
/// </remarks>
/// <param name="graph">Takes the operators.</param>
/// <param name="convolution">The convolution.</param>
/// <param name="frames">The names of the frames' maps.</param>
internal sealed class FrameConvolutionExport(GraphBuilder graph, FrameConvolution convolution, string[] frames)
{
    private const int TileFrames = 4;

    // With fewer products for each number and tap, the sums take longer than the convolutions that they save.
    private const long FewestProducts = 128;

    // What each of the six convolutions has of the three taps.
    private static readonly double[][] SumsOfTaps =
    [
        [1 / 4.0, 0, 0],
        [-1 / 6.0, -1 / 6.0, -1 / 6.0],
        [-1 / 6.0, 1 / 6.0, -1 / 6.0],
        [1 / 24.0, 1 / 12.0, 1 / 6.0],
        [1 / 24.0, -1 / 12.0, 1 / 6.0],
        [0, 0, 1],
    ];

    private readonly Dictionary<string, string> stored = [];

    /// <summary>Adds all frames.</summary>
    /// <returns>The names of the maps that the convolution makes.</returns>
    public string[] Frames()
    {
        int covered = 2 * (convolution.Taps / 2);
        int made = (frames.Length + covered - convolution.Taps) / convolution.Step + 1;
        bool inTiles = convolution is { Taps: 3, Step: 1 } && convolution.ChannelsIn * convolution.Pixels >= FewestProducts;
        int tiles = inTiles ? made / TileFrames : 0;
        return
        [
            .. Enumerable.Range(0, tiles).SelectMany(tile => Tile(tile * TileFrames)),
            .. Enumerable.Range(tiles * TileFrames, made - tiles * TileFrames).Select(Frame),
        ];
    }

    // One frame, tap by tap.
    private string Frame(int at)
    {
        int first = at * convolution.Step - convolution.Taps / 2;
        string? sum = null;
        for (int tap = 0; tap < convolution.Taps; tap++)
        {
            if (At(first + tap) is not { } frame)
                continue;
            string product = Convolution(frame, $"tap {tap}", [.. Enumerable.Range(0, convolution.Taps).Select(other => other == tap ? 1.0 : 0)], hasBias: sum is null);
            sum = sum is null ? product : graph.Add(product, sum);
        }

        return sum!;
    }

    // Four frames together, of the six from the one before them to the one behind them.
    private string[] Tile(int first)
    {
        (long channels, string?[] f) = (convolution.ChannelsIn, [.. Enumerable.Range(first - 1, TileFrames + 2).Select(At)]);
        string even = Plus(f[4], -4, f[2], channels), odd = Plus(f[3], -4, f[1], channels);
        string even2 = Plus(f[4], -1, f[2], channels), odd2 = Plus(f[3], -1, f[1], channels);
        string[] sums =
        [
            Plus(Plus(f[4], -5, f[2], channels), 4, f[0], channels),
            graph.Add(even, odd),
            Plus(even, -1, odd, channels),
            Plus(even2, 2, odd2, channels),
            Plus(even2, -2, odd2, channels),
            Plus(Plus(f[5], -5, f[3], channels), 4, f[1], channels),
        ];

        // The second one is in all four frames once, and the bias with it.
        string[] p = [.. sums.Select((sum, i) => Convolution(sum, $"sum {i}", SumsOfTaps[i], hasBias: i == 1))];
        channels = convolution.ChannelsOut;
        string added = graph.Add(p[1], p[2]), subtracted = Plus(p[1], -1, p[2], channels);
        string added2 = graph.Add(p[3], p[4]), subtracted2 = Plus(p[3], -1, p[4], channels);
        return
        [
            graph.Add(p[0], graph.Add(added, added2)),
            Plus(subtracted, 2, subtracted2, channels),
            Plus(added, 4, added2, channels),
            graph.Add(p[5], Plus(subtracted, 8, subtracted2, channels)),
        ];
    }

    // Null, which stands for zeros, beyond a clip's ends.
    private string? At(int frame) => frame >= 0 && frame < frames.Length ? frames[frame] : null;

    // sum + factor * value: by a convolution, because ONNX Runtime would compute a product in another layout.
    private string Plus(string? sum, float factor, string? value, long channels)
    {
        if (value is null)
            return sum!;
        string factors = Stored($"{factor} x {channels}", () => graph.Weights([.. Enumerable.Repeat(factor, (int)channels)], channels, 1, 1, 1));
        string scaled = graph.Convolution(value, factors, bias: null, [1, 1], [1, 1], groups: channels);
        return sum is null ? scaled : graph.Add(scaled, sum);
    }

    private string Convolution(string frame, string kernel, double[] factors, bool hasBias)
    {
        (long height, long width) = (convolution.Shape[3], convolution.Shape[4]);
        string weights = Stored(kernel, () => graph.Weights(convolution.SumOfTaps(factors), convolution.ChannelsOut, convolution.ChannelsIn, height, width));
        string? bias = hasBias ? Stored("bias", () => graph.Weights([.. convolution.Bias.Select(value => (float)value)], convolution.ChannelsOut)) : null;
        return graph.Convolution(frame, weights, bias, [height, width], convolution.Strides.AsSpan(1));
    }

    private string Stored(string name, Func<string> store)
    {
        if (!stored.TryGetValue(name, out string? value))
            stored[name] = value = store();
        return value;
    }
}
