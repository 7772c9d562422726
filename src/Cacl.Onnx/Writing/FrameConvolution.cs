namespace Cacl.Onnx;

/// <summary>A convolution over frames and pixels, which covers the edges by half its kernel.</summary>
/// <param name="Weights">[channels out, channels in, taps, height, width].</param>
/// <param name="Bias">[channels out].</param>
/// <param name="Shape">That of the weights. Taps are the kernel's frames.</param>
/// <param name="Strides">Over frames, height and width.</param>
internal sealed record FrameConvolution(double[] Weights, double[] Bias, long[] Shape, long[] Strides)
{
    public long ChannelsOut => Shape[0];

    public long ChannelsIn => Shape[1];

    public int Taps => (int)Shape[2];

    /// <summary>By how many frames one step goes on.</summary>
    public int Step => (int)Strides[0];

    /// <summary>Pixels of the kernel.</summary>
    public int Pixels => (int)(Shape[3] * Shape[4]);

    /// <summary>The 2D kernels that are sums of the taps.</summary>
    /// <param name="factors">Of each tap.</param>
    /// <returns>[channels out, channels in, height, width].</returns>
    public float[] SumOfTaps(ReadOnlySpan<double> factors)
    {
        var sum = new float[ChannelsOut * ChannelsIn * Pixels];
        for (int i = 0; i < sum.Length; i++)
        {
            (int channels, int pixel) = Math.DivRem(i, Pixels);
            double value = 0;
            for (int tap = 0; tap < factors.Length; tap++)
                value += factors[tap] * Weights[((channels * Taps) + tap) * Pixels + pixel];
            sum[i] = (float)value;
        }

        return sum;
    }
}
