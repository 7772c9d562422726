using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>R(2+1)D: a residual network whose 3x3x3 convolutions are factorised into one over space and one over time.</summary>
/// <remarks>
/// Between the two lie batch norm and ReLU, and as many channels as give a factorised convolution the parameters of a whole one.
/// The default is R(2+1)D-18, torchvision's r2plus1d_18 without its classifier. Source: Tran et al., arXiv 1711.11248.
/// </remarks>
public sealed record R2Plus1dArchitecture : ResidualArchitecture
{
    // torchvision's, whatever the stem's size.
    private const int PublishedStemChannels = 45;

    /// <summary>
    /// Whether every convolution is factorised by its own size, the stem's and the shortcuts' too, as in CACL's released code;
    /// otherwise both convolutions of a block have the middle channels of its first, the stem has 45, and shortcuts stay whole.
    /// </summary>
    /// <value>Default: false (torchvision's).</value>
    public bool FactorizeEach { get; init; }

    /// <summary>R(2+1)D-18: 31.3 million parameters.</summary>
    public static R2Plus1dArchitecture R18 { get; } = new();

    /// <summary>CACL's R(2+1)D, of one block a stage: 14.4 million parameters.</summary>
    public static R2Plus1dArchitecture Shallow { get; } = new() { Blocks = [1, 1, 1, 1], FactorizeEach = true };

    internal override Module<Tensor, Tensor>[] Stem()
    {
        int channels = Channels[0];
        int middle = FactorizeEach ? Middle(3, channels, 3, StemKernelSize) : PublishedStemChannels;
        Module<Tensor, Tensor>[] factors = Factors(3, middle, channels, (3, StemKernelSize), (1, 2));
        return [.. FactorizeEach ? [Sequential(factors)] : factors, new BatchNorm(channels), ReLU(inplace: true)];
    }

    internal override BlockConvolutions Block(int stage, int channelsIn, int channelsOut, bool halve)
    {
        int stride = halve ? 2 : 1;
        int first = Middle(channelsIn, channelsOut, 3, 3);
        return new BlockConvolutions(
            Factorized(channelsIn, first, channelsOut, (3, 3), (stride, stride)),
            Factorized(channelsOut, FactorizeEach ? Middle(channelsOut, channelsOut, 3, 3) : first, channelsOut, (3, 3), (1, 1)),
            !halve && channelsIn == channelsOut ? null
                : FactorizeEach ? Factorized(channelsIn, Middle(channelsIn, channelsOut, 1, 1), channelsOut, (1, 1), (stride, stride))
                : Convolution(channelsIn, channelsOut, (1, 1), (stride, stride)));
    }

    // The channels that give both factors together the parameters of the whole, rounded down.
    private static int Middle(int channelsIn, int channelsOut, int time, int space) => Math.Max(
        1, time * space * space * channelsIn * channelsOut / (space * space * channelsIn + time * channelsOut));

    private static Sequential Factorized(int channelsIn, int middle, int channelsOut, (int Time, int Space) kernel, (int Time, int Space) stride) =>
        Sequential(Factors(channelsIn, middle, channelsOut, kernel, stride));

    private static Module<Tensor, Tensor>[] Factors(int channelsIn, int middle, int channelsOut, (int Time, int Space) kernel, (int Time, int Space) stride) =>
    [
        Convolution(channelsIn, middle, (1, kernel.Space), (1, stride.Space)),
        new BatchNorm(middle),
        ReLU(inplace: true),
        Convolution(middle, channelsOut, (kernel.Time, 1), (stride.Time, 1)),
    ];
}
