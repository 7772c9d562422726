using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Colour changes of whole clips in place, as torchvision defines them for a frame. <see cref="FusedColors"/> makes the same on a CPU.</summary>
/// <remarks>Clips are float [clips, 3, frames, height, width] in 0 to 1; amounts are float [clips, 1, 1, 1, 1].</remarks>
internal static class Colors
{
    // Too small to change a sum with anything but 0.
    internal const float Tiny = 1e-30f;

    // Where red, green and blue lie on the circle of hues.
    internal const float HueOfRed = 0, HueOfGreen = 1f / 3, HueOfBlue = -1f / 3;

    public static void Adjust(ColorAdjustment kind, Tensor clips, Tensor amounts)
    {
        using DisposeScope scope = NewDisposeScope();
        switch (kind)
        {
            case ColorAdjustment.Brightness:
                clips.mul_(amounts).clamp_(0, 1);
                break;
            case ColorAdjustment.Contrast:
                Blend(clips, Luma(clips.mean([3, 4], keepdim: true)), amounts);   // the luma of each frame's mean is the mean of its luma
                break;
            case ColorAdjustment.Saturation:
                Blend(clips, Luma(clips), amounts);
                break;
            case ColorAdjustment.Hue:
                TurnHue(clips, amounts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a colour adjustment.");
        }
    }

    /// <summary>Makes all three channels the luma.</summary>
    public static void Grayscale(Tensor clips)
    {
        using Tensor luma = Luma(clips);
        clips.copy_(luma);
    }

    /// <summary>Inverts the values that are not below a threshold.</summary>
    public static void Solarize(Tensor clips, Tensor thresholds)
    {
        using DisposeScope scope = NewDisposeScope();
        clips.copy_(where(clips.ge(thresholds), 1 - clips, clips));
    }

    /// <summary>The luma of ITU-R BT.601: [clips, 1, frames, height, width].</summary>
    private static Tensor Luma(Tensor clips) =>
        (clips.narrow(1, 0, 1) * 0.2989).add_(clips.narrow(1, 1, 1), 0.587).add_(clips.narrow(1, 2, 1), 0.114);

    private static void Blend(Tensor clips, Tensor other, Tensor ratio) => clips.mul_(ratio).add_(other.mul_(1 - ratio)).clamp_(0, 1);

    /// <summary>Turns the hue without asking which channel is the largest: sums and clamps take a fraction of the time of comparisons and choices.</summary>
    /// <remarks>
    /// A channel c is: least + chroma * clamp(2 - d, 0, 1), where d is how far the hue lies from the channel's own, in sixths of the
    /// circle, 0 to 3. Solved for red: d = 1 + (green + blue - red - least) / chroma; the hue lies on green's side or on blue's.
    /// </remarks>
    private static void TurnHue(Tensor clips, Tensor turns)
    {
        Tensor red = clips.narrow(1, 0, 1), green = clips.narrow(1, 1, 1), blue = clips.narrow(1, 2, 1);
        Tensor least = minimum(minimum(red, green), blue);
        Tensor chroma = maximum(maximum(red, green), blue).sub_(least);
        Tensor side = (green - blue).add_(Tiny).sign_();   // opposite red both sides are right, 0 is not
        Tensor hue = (green + blue).sub_(red).sub_(least).div_(chroma + Tiny).add_(1).mul_(side).mul_(1.0 / 6).add_(turns);   // in circles

        // From here on clips hold the distance of the hue from each channel's own, then the channel.
        Tensor own = tensor([HueOfRed, HueOfGreen, HueOfBlue]).OnDevice(clips.device).view(1, 3, 1, 1, 1);
        clips.copy_(hue).sub_(own);
        clips.sub_(clips.round()).abs_();                                   // 0 to 1/2 of the circle
        clips.clamp_(1.0 / 6, 1.0 / 3);                                     // d from 1 to 2
        least.add_(chroma, 2);
        clips.mul_(chroma.mul_(-6)).add_(least);                            // least + chroma * (2 - d)
    }
}
