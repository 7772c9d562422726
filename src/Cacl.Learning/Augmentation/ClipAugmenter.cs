using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Turns cropped clips of bytes into varied clips of floats, on the device where they lie.</summary>
internal static class ClipAugmenter
{
    /// <summary>Varies each clip by its draw.</summary>
    /// <param name="pixels">Byte [clips, frames, height, width, 3].</param>
    /// <param name="draws">A draw for each clip.</param>
    /// <returns>Float [clips, 3, frames, height, width], 0 to 1.</returns>
    public static Tensor Apply(Tensor pixels, IReadOnlyList<ViewDraw> draws)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clips = ToFloat(pixels);

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
        Change(clips, Which(draws, draw => draw.Flip), part => part.flip(4));
        return clips.MoveToOuterDisposeScope();
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
