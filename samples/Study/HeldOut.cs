using System.Text.RegularExpressions;
using Cacl.Clips;

namespace Cacl.Study;

/// <summary>Holds out a part of the training videos, so that settings can be chosen without a look at the videos that results are reported on.</summary>
internal static partial class HeldOut
{
    /// <summary>The part of each class that is held out.</summary>
    public const double Share = .25;

    // It decides what is held out, and is not the runs': they are all to be measured on the same videos.
    private const ulong Seed = 1;

    /// <summary>Divides labelled videos.</summary>
    /// <remarks>
    /// Videos whose names differ in their last number alone (<c>Run_1_1</c> and <c>Run_1_2</c>, <c>v_Run_g01_c01</c> and <c>v_Run_g01_c02</c>)
    /// are parts of one recording, and stay together; where a class is one recording, they do not.
    /// </remarks>
    public static (IReadOnlyList<VideoEntry> Kept, IReadOnlyList<VideoEntry> Held) Divide(IReadOnlyList<VideoEntry> videos)
    {
        var held = new HashSet<string>();
        int number = 0;
        foreach (IGrouping<string?, VideoEntry> label in videos.GroupBy(video => video.Label).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            VideoEntry[][] recordings = [.. label.GroupBy(video => RecordingOf(video.Path)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray())];
            if (recordings.Length == 1)
                recordings = [.. recordings[0].Select(video => new[] { video })];
            int[] order = [.. Enumerable.Range(0, recordings.Length)];
            new SampleRandom(Seed, 0, number++).Shuffle(order);
            held.UnionWith(Choose(recordings, order, Share * label.Count()).SelectMany(recording => recording).Select(video => video.Path));
        }

        return ([.. videos.Where(video => !held.Contains(video.Path))], [.. videos.Where(video => held.Contains(video.Path))]);
    }

    // Each that brings the number of videos nearer to what is wanted; the smallest where all are too large. One at least is left:
    // a class that is gone from train can't be found there.
    private static List<VideoEntry[]> Choose(VideoEntry[][] recordings, int[] order, double wanted)
    {
        var chosen = new List<VideoEntry[]>();
        int count = 0;
        foreach (int recording in order)
        {
            int more = count + recordings[recording].Length;
            if (Math.Abs(more - wanted) >= Math.Abs(count - wanted))
                continue;
            chosen.Add(recordings[recording]);
            count = more;
        }

        if (chosen.Count == 0 && recordings.Length > 1)
            chosen.Add(order.Select(recording => recordings[recording]).MinBy(recording => recording.Length)!);
        return chosen;
    }

    private static string RecordingOf(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return LastNumber().Match(name) is { Success: true } match ? name[..match.Index] : name;
    }

    [GeneratedRegex("_c?[0-9]+$")]
    private static partial Regex LastNumber();
}
