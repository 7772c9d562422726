using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>In which order stand four frames, where an order and its reverse are one class.</summary>
/// <remarks>
/// Class c is the order of rank c among those whose first number is below their last, shown forwards or backwards. Source: Lee et al.,
/// "Unsupervised Representation Learning by Sorting Sequences", arXiv 1708.01246.
/// </remarks>
internal sealed class FrameOrderTask : PretextTask
{
    private const int Shown = 4;

    private static readonly IReadOnlyList<int[]> Orders = [.. OrdersOf(Shown).Where(order => order[0] < order[^1])];

    public override int Items => Shown;

    public override int FramesPerItem => 1;

    public override int FewestFrames => Shown;

    public override int Classes => Orders.Count;

    public override bool IsPairwise => true;

    public override void Pose(int answer, int frames, ref SampleRandom random, Span<int> chosen)
    {
        Span<int> drawn = stackalloc int[Shown];
        DrawInOrder(frames, ref random, drawn);
        for (int i = 0; i < chosen.Length; i++)
            chosen[i] = drawn[Orders[answer][i]];
        if (random.NextBool(0.5))
            chosen.Reverse();
    }
}
