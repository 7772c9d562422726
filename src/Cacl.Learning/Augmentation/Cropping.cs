using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Brings the crops of a batch to one size, each by its own scale, in one operation.</summary>
/// <remarks>
/// As torchvision's <c>resized_crop</c> with antialiasing: an output pixel is the mean of the crop's pixels under a triangle, which is
/// as wide as two input pixels when it enlarges and as two output pixels when it shrinks.
/// </remarks>
internal static class Cropping
{
    /// <summary>Whether a draw's crop has another size than the clip.</summary>
    public static bool Resizes(ViewDraw draw, int edge) => draw.Crop is { } crop && (crop.Width != edge || crop.Height != edge);

    /// <summary>Resamples each draw's crop; where all have the right size they are copied.</summary>
    /// <param name="pixels">Byte [clips, frames, height, width, 3]; each crop lies in the top left corner.</param>
    /// <param name="draws">A draw for each clip.</param>
    /// <param name="clips">Receives the crops, 0 to 1: float [clips, 3, frames, edge, edge]; without crops as high and wide as the pictures.</param>
    public static void Apply(Tensor pixels, ViewDraw[] draws, Tensor clips)
    {
        int edge = (int)clips.shape[3];
        CropBox[] crops = [.. draws.Where(draw => draw.Crop is not null).Select(draw => draw.Crop.GetValueOrDefault())];
        if (crops.Length == 0)
        {
            ClipAugmenter.ToFloat(pixels, clips);
            return;
        }

        if (crops.Length != draws.Length)
            throw new ArgumentException($"{crops.Length} of {draws.Length} draws have a crop; all or none must.", nameof(draws));
        if (!draws.Any(draw => Resizes(draw, edge)))
        {
            ClipAugmenter.ToFloat(pixels.narrow(2, 0, edge).narrow(3, 0, edge), clips);
            return;
        }

        // What no crop reaches is not worth a product with 0.
        int height = crops.Max(crop => crop.Height), width = crops.Max(crop => crop.Width);
        float[] rows = new float[crops.Length * edge * height], columns = new float[crops.Length * edge * width];
        for (int i = 0; i < crops.Length; i++)
        {
            Weigh(crops[i].Height, edge, height, rows.AsSpan(i * edge * height));
            Weigh(crops[i].Width, edge, width, columns.AsSpan(i * edge * width));
        }

        clips.copy_(SeparableMap.Apply(
            ClipAugmenter.ToFloat(pixels.narrow(2, 0, height).narrow(3, 0, width)),
            tensor(rows, [crops.Length, edge, height]).OnDevice(pixels.device),
            tensor(columns, [crops.Length, edge, width]).OnDevice(pixels.device)));
    }

    /// <summary>The share of each input pixel in each output pixel of one axis: [output, stride], 0 beyond the input.</summary>
    private static void Weigh(int input, int output, int stride, Span<float> weights)
    {
        double scale = (double)input / output, support = Math.Max(scale, 1);
        for (int to = 0; to < output; to++)
        {
            double centre = scale * (to + 0.5);
            int first = Math.Max((int)(centre - support + 0.5), 0), end = Math.Min((int)(centre + support + 0.5), input);
            double sum = 0;
            for (int from = first; from < end; from++)
                sum += Triangle(from);
            for (int from = first; from < end; from++)
                weights[to * stride + from] = (float)(Triangle(from) / sum);

            double Triangle(int from) => Math.Max(0, 1 - Math.Abs(from - centre + 0.5) / support);
        }
    }
}
