namespace Cacl.Learning;

/// <summary>R3D: a residual network of 3x3x3 convolutions.</summary>
/// <remarks>
/// The default is R3D-18, torchvision's r3d_18 without its classifier: a 3x7x7 stem of stride (1, 2, 2) and two basic blocks in
/// each of four stages. CACL's released code has the same network with other numbers of blocks. Source: Hara et al., arXiv 1711.09577.
/// </remarks>
public sealed record R3dArchitecture : ResidualArchitecture
{
    /// <summary>R3D-18: 33.2 million parameters.</summary>
    public static R3dArchitecture R18 { get; } = new();

    /// <summary>R3D-34, with which CACL's released code contrasts: 63.5 million parameters.</summary>
    public static R3dArchitecture R34 { get; } = new() { Blocks = [3, 4, 6, 3] };

    /// <summary>One block a stage, with which CACL's released code learns the shuffle degree alone: 14.4 million parameters.</summary>
    public static R3dArchitecture Shallow { get; } = new() { Blocks = [1, 1, 1, 1] };

    /// <summary>A network of 0.9 million parameters for frames of 32 x 32 pixels, which trains in minutes on two cores.</summary>
    public static R3dArchitecture Small { get; } = new() { StemKernelSize = 5, Channels = [16, 32, 64, 128], Blocks = [1, 1, 1, 1] };

    internal override BlockConvolutions Block(int stage, int channelsIn, int channelsOut, bool halve)
    {
        int stride = halve ? 2 : 1;
        return new BlockConvolutions(
            Convolution(channelsIn, channelsOut, (3, 3), (stride, stride)),
            Convolution(channelsOut, channelsOut, (3, 3), (1, 1)),
            halve || channelsIn != channelsOut ? Convolution(channelsIn, channelsOut, (1, 1), (stride, stride)) : null);
    }
}
