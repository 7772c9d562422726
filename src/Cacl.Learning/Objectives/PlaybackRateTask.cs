using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>At which of several rates is a clip played: its frames are every so many of a longer one's, from a random place on.</summary>
/// <remarks>Class c is the rate of number c. Source: Yao et al., "Video Playback Rate Perception for Self-supervised Spatio-Temporal Representation Learning", arXiv 2006.11476, without its reconstruction.</remarks>
/// <param name="framesPerClip">Frames that are shown.</param>
/// <param name="rates">The rates, in frames.</param>
internal sealed class PlaybackRateTask(int framesPerClip, IReadOnlyList<int> rates) : PretextTask
{
    public override int Items => 1;

    public override int FramesPerItem => framesPerClip;

    public override int FewestFrames => Span(rates.Max());

    public override int Classes => rates.Count;

    public override bool IsPairwise => false;

    public override void Pose(int answer, int frames, ref SampleRandom random, Span<int> chosen)
    {
        int start = random.NextInt(frames - Span(rates[answer]) + 1);
        for (int i = 0; i < chosen.Length; i++)
            chosen[i] = start + i * rates[answer];
    }

    private int Span(int rate) => (framesPerClip - 1) * rate + 1;
}
