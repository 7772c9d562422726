using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Gaussian blur of whole clips, as torchvision's <c>gaussian_blur</c> of a frame: edges are mirrored, the edge pixel not repeated.</summary>
internal static class Blur
{
    /// <summary>Blurs each clip by its draw.</summary>
    /// <param name="clips">Float [clips, 3, frames, height, width].</param>
    /// <param name="draws">A draw with a blur for each clip.</param>
    /// <returns>A tensor of the same shape.</returns>
    public static Tensor Apply(Tensor clips, IReadOnlyList<ViewDraw> draws)
    {
        Tensor rows = Weights((int)clips.shape[3]);
        return SeparableMap.Apply(clips, rows, clips.shape[3] == clips.shape[4] ? rows : Weights((int)clips.shape[4]));

        Tensor Weights(int length)
        {
            var weights = new float[draws.Count * length * length];
            for (int i = 0; i < draws.Count; i++)
                Weigh(draws[i].BlurKernel, draws[i].BlurSigma, length, weights.AsSpan(i * length * length));
            return tensor(weights, [draws.Count, length, length]).OnDevice(clips.device);
        }
    }

    /// <summary>The share of each pixel in each blurred pixel of one axis: [length, length].</summary>
    private static void Weigh(int kernel, double sigma, int length, Span<float> weights)
    {
        int half = kernel / 2;
        var gaussian = new double[kernel];
        for (int i = 0; i < kernel; i++)
            gaussian[i] = Math.Exp(-0.5 * (i - half) * (i - half) / (sigma * sigma));
        double sum = gaussian.Sum();
        for (int to = 0; to < length; to++)
        {
            for (int i = 0; i < kernel; i++)
                weights[to * length + Mirror(to + i - half, length)] += (float)(gaussian[i] / sum);
        }
    }

    // Back and forth over the axis, so that a kernel may be wider than the picture.
    private static int Mirror(int at, int length)
    {
        if (length == 1)
            return 0;
        int period = 2 * (length - 1);
        int within = ((at % period) + period) % period;
        return Math.Min(within, period - within);
    }
}
