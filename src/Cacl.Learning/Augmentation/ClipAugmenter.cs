using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Turns cropped clips of bytes into varied clips of floats, on the device where they lie.</summary>
/// <remarks>
/// A GPU takes the whole batch in each operation. A CPU takes one clip after the other, and makes its colours and mirroring in one
/// go (<see cref="FusedColors"/>): a clip stays in the cache, where a batch would go out to memory and back each time.
/// </remarks>
internal static class ClipAugmenter
{
    /// <summary>Varies each clip by its draw.</summary>
    /// <param name="pixels">Byte [clips, frames, height, width, 3]; each draw's crop lies in the top left corner.</param>
    /// <param name="draws">A draw for each clip, or for each frame of each clip.</param>
    /// <param name="edge">Height and width that crops are brought to.</param>
    /// <returns>Float [clips, 3, frames, edge, edge], 0 to 1; without crops as high and wide as the pictures.</returns>
    public static Tensor Apply(Tensor pixels, ReadOnlySpan<ViewDraw> draws, int edge) =>
        Apply(pixels, draws, edge, fused: pixels.device_type == DeviceType.CPU);

    /// <summary>Varies each clip by its draw.</summary>
    /// <param name="pixels">Byte [clips, frames, height, width, 3]; each draw's crop lies in the top left corner.</param>
    /// <param name="draws">A draw for each clip, or for each frame of each clip.</param>
    /// <param name="edge">Height and width that crops are brought to.</param>
    /// <param name="fused">Whether one clip after the other is taken, in the way of a CPU, or all together in each operation.</param>
    internal static Tensor Apply(Tensor pixels, ReadOnlySpan<ViewDraw> draws, int edge, bool fused)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = pixels.shape;
        if (draws.Length == shape[0])
            return Vary(pixels, draws, edge, fused).MoveToOuterDisposeScope();

        // Frames with draws of their own are clips of one frame.
        Tensor frames = Vary(pixels.reshape(shape[0] * shape[1], 1, shape[2], shape[3], 3), draws, edge, fused);
        Tensor clips = frames.view(shape[0], shape[1], 3, frames.shape[3], frames.shape[4]);
        return clips.permute(0, 2, 1, 3, 4).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Turns bytes into floats from 0 to 1.</summary>
    /// <param name="pixels">Byte [clips, frames, height, width, 3].</param>
    /// <returns>Float [clips, 3, frames, height, width].</returns>
    public static Tensor ToFloat(Tensor pixels)
    {
        long[] shape = pixels.shape;
        Tensor clips = empty([shape[0], 3, shape[1], shape[2], shape[3]], dtype: float32, device: pixels.device);
        ToFloat(pixels, clips);
        return clips;
    }

    /// <summary>Turns bytes into floats from 0 to 1.</summary>
    /// <param name="pixels">Byte [clips, frames, height, width, 3].</param>
    /// <param name="clips">Receives them: float [clips, 3, frames, height, width].</param>
    public static void ToFloat(Tensor pixels, Tensor clips)
    {
        using Tensor planes = pixels.permute(0, 4, 1, 2, 3);
        clips.copy_(planes).div_(255);
    }

    private static Tensor Vary(Tensor pixels, ReadOnlySpan<ViewDraw> draws, int edge, bool fused)
    {
        long[] shape = pixels.shape;
        (long height, long width) = draws[0].Crop is null ? (shape[2], shape[3]) : (edge, edge);
        Tensor clips = empty([shape[0], 3, shape[1], height, width], dtype: float32, device: pixels.device);
        if (!fused)
        {
            Vary(pixels, draws.ToArray(), clips);
            return clips;
        }

        for (int i = 0; i < draws.Length; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            VaryFused(pixels.narrow(0, i, 1), draws[i], clips.narrow(0, i, 1));
        }

        return clips;
    }

    private static void VaryFused(Tensor pixels, ViewDraw draw, Tensor clip)
    {
        if (Cropping.Resizes(draw, (int)clip.shape[3]))
        {
            Cropping.Apply(pixels, [draw], clip);
            FusedColors.Apply(clip, draw);
        }
        else
        {
            FusedColors.Apply(pixels, clip, draw);
        }

        // The blur of a mirrored clip is the mirrored blur: it may come after.
        if (draw.BlurKernel > 0)
            clip.copy_(Blur.Apply(clip, [draw]));
        if (draw.SolarizeThreshold is { } threshold)
            Colors.Solarize(clip, Amounts([threshold], clip.device));
    }

    private static void Vary(Tensor pixels, ViewDraw[] draws, Tensor clips)
    {
        Cropping.Apply(pixels, draws, clips);

        // Each turn makes the n-th adjustment of every clip, one kind at a time over the clips that have it there.
        int turns = draws.Max(draw => draw.Adjustments.Length);
        for (int turn = 0; turn < turns; turn++)
        {
            foreach (ColorAdjustment kind in Enum.GetValues<ColorAdjustment>())
            {
                int at = turn;
                Change(clips, draws, draw => at < draw.Adjustments.Length && draw.Adjustments[at].Kind == kind,
                    (part, which) => Colors.Adjust(kind, part, Amounts(which.Select(draw => draw.Adjustments[at].Amount), clips.device)));
            }
        }

        Change(clips, draws, draw => draw.Grayscale, (part, _) => Colors.Grayscale(part));
        Change(clips, draws, draw => draw.BlurKernel > 0, (part, which) => part.copy_(Blur.Apply(part, which)));
        Change(clips, draws, draw => draw.SolarizeThreshold is not null,
            (part, which) => Colors.Solarize(part, Amounts(which.Select(draw => draw.SolarizeThreshold.GetValueOrDefault()), clips.device)));
        Change(clips, draws, draw => draw.Flip, (part, _) => part.copy_(part.flip(4)));
    }

    /// <summary>Float [clips, 1, 1, 1, 1].</summary>
    private static Tensor Amounts(IEnumerable<double> amounts, Device device)
    {
        float[] values = [.. amounts.Select(amount => (float)amount)];
        return tensor(values).OnDevice(device).view(-1, 1, 1, 1, 1);
    }

    /// <summary>Changes in place those clips whose draws meet a condition.</summary>
    private static void Change(Tensor clips, ViewDraw[] draws, Func<ViewDraw, bool> condition, Action<Tensor, ViewDraw[]> change)
    {
        long[] which = [.. Enumerable.Range(0, draws.Length).Where(clip => condition(draws[clip])).Select(clip => (long)clip)];
        if (which.Length == 0)
            return;
        using DisposeScope scope = NewDisposeScope();
        if (which.Length == draws.Length)
        {
            change(clips, draws);
            return;
        }

        Tensor index = tensor(which).OnDevice(clips.device);
        Tensor part = clips.index_select(0, index);
        change(part, [.. which.Select(clip => draws[clip])]);
        clips.index_copy_(0, index, part);
    }
}
