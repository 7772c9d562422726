using Cacl.Clips;

namespace Cacl.Benchmarks.Input;

/// <summary>Frame orders with their shuffle degree, drawn on one core.</summary>
internal static class DegreeMeasure
{
    private const double Goal = 1_000_000;

    // The length that the goal is for: CACL's clips.
    private const int GoalFrames = 16;

    public static void Run(BenchmarkOptions options, Results results)
    {
        using Side ours = Side.Ours(Side.OneCore);
        using Side peers = Side.Peers(Side.OneCore, options.Authors);
        Console.WriteLine($"Both on core {Side.OneCore} alone. The peer shuffles all frames and measures with python3-levenshtein; its labels are not uniform.");
        foreach (int frames in (int[])[8, GoalFrames, 64])
        {
            foreach (ShuffleSampling sampling in Enum.GetValues<ShuffleSampling>())
            {
                int draws = (options.Quick ? 400_000 : 1_600_000) / frames, fewer = draws / 8;
                double[] seconds = Turns.Medians(options.Rounds,
                    () => ours.Ask(new Message("degree", sampling.ToString()) { FrameCount = frames, Count = draws }).Seconds / draws,
                    () => peers.Ask(new Message("degree", "") { FrameCount = frames, Count = fewer }).Seconds / fewer);
                Console.WriteLine($"{frames,3} frames, {sampling,-18}{1 / seconds[0],14:n0} draws/s, peer {1 / seconds[1],10:n0}");
                results.Rate($"degree: {frames} frames, {sampling}", 1 / seconds[0], 1 / seconds[1], "levenshtein", "draws/s", frames == GoalFrames ? Goal : null);
            }
        }
    }
}
