using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>In which of all orders stand three clips that follow on each other at a fixed distance.</summary>
/// <remarks>Class c is the order of rank c: 012, 021, 102, 120, 201, 210. Source: Xu et al., "Self-Supervised Spatiotemporal Learning via Video Clip Order Prediction", CVPR 2019.</remarks>
/// <param name="framesPerClip">Frames of each of the three.</param>
/// <param name="gap">Frames between two that follow on each other.</param>
internal sealed class ClipOrderTask(int framesPerClip, int gap) : PretextTask
{
    private static readonly IReadOnlyList<int[]> Orders = OrdersOf(3);

    public override int Items => 3;

    public override int FramesPerItem => framesPerClip;

    public override int FewestFrames => 3 * framesPerClip + 2 * gap;

    public override int Classes => Orders.Count;

    public override bool IsPairwise => true;

    public override void Pose(int answer, int frames, ref SampleRandom random, Span<int> chosen)
    {
        for (int i = 0; i < chosen.Length; i++)
            chosen[i] = Orders[answer][i / framesPerClip] * (framesPerClip + gap) + i % framesPerClip;
    }
}
