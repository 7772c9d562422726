using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Colour changes of whole clips, as torchvision defines them for a frame.</summary>
/// <remarks>Clips are float [clips, 3, frames, height, width] in 0 to 1; amounts are float [clips, 1, 1, 1, 1].</remarks>
internal static class Colors
{
    public static Tensor Adjust(ColorAdjustment kind, Tensor clips, Tensor amounts) => kind switch
    {
        ColorAdjustment.Brightness => (clips * amounts).clamp(0, 1),
        ColorAdjustment.Contrast => Blend(clips, Grayscale(clips).mean([3, 4], keepdim: true), amounts),   // mean of each frame
        ColorAdjustment.Saturation => Blend(clips, Grayscale(clips), amounts),
        ColorAdjustment.Hue => TurnHue(clips, amounts),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a colour adjustment."),
    };

    /// <summary>The luma of ITU-R BT.601: [clips, 1, frames, height, width].</summary>
    public static Tensor Grayscale(Tensor clips) =>
        clips.narrow(1, 0, 1) * 0.2989 + clips.narrow(1, 1, 1) * 0.587 + clips.narrow(1, 2, 1) * 0.114;

    /// <summary>Inverts the values that are not below a threshold.</summary>
    public static Tensor Solarize(Tensor clips, Tensor thresholds) => where(clips.ge(thresholds), 1 - clips, clips);

    private static Tensor Blend(Tensor clips, Tensor other, Tensor ratio) => (clips * ratio + other * (1 - ratio)).clamp(0, 1);

    private static Tensor TurnHue(Tensor clips, Tensor turns)
    {
        Tensor red = clips.narrow(1, 0, 1), green = clips.narrow(1, 1, 1), blue = clips.narrow(1, 2, 1);
        Tensor value = maximum(maximum(red, green), blue);
        Tensor least = minimum(minimum(red, green), blue);
        Tensor chroma = value - least;
        Tensor gray = chroma.eq(0);
        Tensor divisor = where(gray, ones_like(chroma), chroma);

        // The hue in sixths of the circle, from the channel that is largest (red before green before blue on a tie).
        Tensor fromRed = (green - blue) / divisor;
        Tensor fromGreen = (blue - red) / divisor + 2;
        Tensor fromBlue = (red - green) / divisor + 4;
        Tensor sixths = where(red.eq(value), fromRed, where(green.eq(value), fromGreen, fromBlue));
        Tensor turned = where(gray, zeros_like(sixths), sixths) + turns * 6;

        // A channel is: value - chroma * clamp(min(k, 4 - k), 0, 1) with k = (n + hue in sixths) mod 6, n = 5, 3, 1.
        return cat([Channel(5), Channel(3), Channel(1)], 1);

        Tensor Channel(int n)
        {
            Tensor k = (turned + n).remainder(6);
            return value - chroma * minimum(k, 4 - k).clamp(0, 1);
        }
    }
}
