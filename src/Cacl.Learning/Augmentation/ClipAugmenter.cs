using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Turns cropped clips of bytes into varied clips of floats, on the device where they lie.</summary>
internal static class ClipAugmenter
{
    /// <summary>Varies each clip by its draw.</summary>
    /// <param name="pixels">Byte [clips, frames, height, width, 3]; each draw's crop lies in the top left corner.</param>
    /// <param name="draws">A draw for each clip, or for each frame of each clip.</param>
    /// <param name="edge">Height and width that crops are brought to.</param>
    /// <returns>Float [clips, 3, frames, edge, edge], 0 to 1; without crops as high and wide as the pictures.</returns>
    public static Tensor Apply(Tensor pixels, IReadOnlyList<ViewDraw> draws, int edge)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = pixels.shape;
        if (draws.Count == shape[0])
            return Vary(pixels, draws, edge).MoveToOuterDisposeScope();

        // Frames with draws of their own are clips of one frame.
        Tensor frames = Vary(pixels.reshape(shape[0] * shape[1], 1, shape[2], shape[3], 3), draws, edge);
        Tensor clips = frames.view(shape[0], shape[1], 3, frames.shape[3], frames.shape[4]);
        return clips.permute(0, 2, 1, 3, 4).contiguous().MoveToOuterDisposeScope();
    }

    private static Tensor Vary(Tensor pixels, IReadOnlyList<ViewDraw> draws, int edge)
    {
        Tensor clips = Cropping.Apply(pixels, draws, edge);

        // Each turn makes the n-th adjustment of every clip, one kind at a time over the clips that have it there.
        int turns = draws.Max(draw => draw.Adjustments.Length);
        for (int turn = 0; turn < turns; turn++)
        {
            foreach (ColorAdjustment kind in Enum.GetValues<ColorAdjustment>())
            {
                int at = turn;
                long[] which = Which(draws, draw => at < draw.Adjustments.Length && draw.Adjustments[at].Kind == kind);
                float[] amounts = [.. which.Select(clip => (float)draws[(int)clip].Adjustments[at].Amount)];
                Change(clips, which, part => Colors.Adjust(kind, part, tensor(amounts, device: clips.device).view(-1, 1, 1, 1, 1)));
            }
        }

        Change(clips, Which(draws, draw => draw.Grayscale), part => Colors.Grayscale(part).expand(-1, 3, -1, -1, -1));
        long[] blurred = Which(draws, draw => draw.BlurKernel > 0);
        Change(clips, blurred, part => Blur.Apply(part, [.. blurred.Select(clip => draws[(int)clip])]));

        long[] solarized = Which(draws, draw => draw.SolarizeThreshold is not null);
        float[] thresholds = [.. solarized.Select(clip => (float)draws[(int)clip].SolarizeThreshold.GetValueOrDefault())];
        Change(clips, solarized, part => Colors.Solarize(part, tensor(thresholds, device: clips.device).view(-1, 1, 1, 1, 1)));

        Change(clips, Which(draws, draw => draw.Flip), part => part.flip(4));
        return clips;
    }

    /// <summary>Turns bytes into floats from 0 to 1.</summary>
    /// <param name="pixels">Byte [clips, frames, height, width, 3].</param>
    /// <returns>Float [clips, 3, frames, height, width].</returns>
    public static Tensor ToFloat(Tensor pixels)
    {
        using Tensor planes = pixels.permute(0, 4, 1, 2, 3);
        using Tensor floats = planes.to(float32);
        using Tensor contiguous = floats.contiguous();
        return contiguous / 255;
    }

    private static long[] Which(IReadOnlyList<ViewDraw> draws, Func<ViewDraw, bool> condition) =>
        [.. Enumerable.Range(0, draws.Count).Where(clip => condition(draws[clip])).Select(clip => (long)clip)];

    private static void Change(Tensor clips, long[] which, Func<Tensor, Tensor> change)
    {
        if (which.Length == 0)
            return;
        using DisposeScope scope = NewDisposeScope();
        Tensor index = tensor(which, device: clips.device);
        clips.index_copy_(0, index, change(clips.index_select(0, index)).contiguous());
    }
}
