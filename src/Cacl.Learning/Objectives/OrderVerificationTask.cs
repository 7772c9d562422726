using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Are three frames in order or not.</summary>
/// <remarks>
/// Of five frames a, b, c, d, e in order, class 1 shows b, c, d, and class 0 has a or e in the middle: b, a, d or b, e, d. Either may be shown
/// backwards. Source: Misra et al., "Shuffle and Learn: Unsupervised Learning using Temporal Order Verification", arXiv 1603.08561.
/// </remarks>
internal sealed class OrderVerificationTask : PretextTask
{
    public override int Items => 3;

    public override int FramesPerItem => 1;

    public override int FewestFrames => 5;

    public override int Classes => 2;

    public override bool IsPairwise => false;

    public override void Pose(int answer, int frames, ref SampleRandom random, Span<int> chosen)
    {
        Span<int> drawn = stackalloc int[FewestFrames];
        DrawInOrder(frames, ref random, drawn);
        int middle = random.NextBool(0.5) ? drawn[0] : drawn[4];
        (chosen[0], chosen[1], chosen[2]) = (drawn[1], answer == 1 ? drawn[2] : middle, drawn[3]);
        if (random.NextBool(0.5))
            chosen.Reverse();
    }
}
