using System.Diagnostics;
using Cacl.Clips;

namespace Cacl.Benchmarks.Input;

/// <summary>Draws frame orders.</summary>
internal static class Degrees
{
    public static Answer Draw(Message message)
    {
        var sampler = new ShuffleDegreeSampler(message.FrameCount, Enum.Parse<ShuffleSampling>(message.Way));
        var random = new SampleRandom(1, 0, 0);
        int[] order = new int[message.FrameCount];
        long sum = 0;
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < message.Count; i++)
            sum += sampler.Draw(ref random, order);
        double seconds = clock.Elapsed.TotalSeconds;
        return new Answer(seconds, Text: $"mean degree {(double)sum / message.Count:f2}");
    }
}
