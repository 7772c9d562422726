namespace Cacl.Learning;

/// <summary>MC3: a residual network whose first stage convolves 3x3x3, and whose later stages convolve each frame alone.</summary>
/// <remarks>The default is MC3-18, torchvision's mc3_18 without its classifier; the number of frames stays. Source: Tran et al., arXiv 1711.11248.</remarks>
public sealed record Mc3Architecture : ResidualArchitecture
{
    /// <summary>MC3-18: 11.5 million parameters.</summary>
    public static Mc3Architecture M18 { get; } = new();

    internal override BlockConvolutions Block(int stage, int channelsIn, int channelsOut, bool halve)
    {
        int time = stage == 0 ? 3 : 1, stride = halve ? 2 : 1;
        return new BlockConvolutions(
            Convolution(channelsIn, channelsOut, (time, 3), (1, stride)),
            Convolution(channelsOut, channelsOut, (time, 3), (1, 1)),
            halve || channelsIn != channelsOut ? Convolution(channelsIn, channelsOut, (1, 1), (1, stride)) : null);
    }
}
