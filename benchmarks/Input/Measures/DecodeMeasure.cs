namespace Cacl.Benchmarks.Input;

/// <summary>Whole files at training size, and clips from their middle, with all cores.</summary>
internal static class DecodeMeasure
{
    private const double Goal = 1;
    private const int ClipFrames = 16, CheckedFrames = 16;

    private static readonly string[] WholeWays = ["cv2", "pyav", "ffmpeg"];
    private static readonly string[] ClipWays = ["cv2 set", "cv2 skip", "pyav seek", "pyav skip", "ffmpeg -ss"];

    public static void Run(BenchmarkOptions options, Results results)
    {
        using Side ours = Side.Ours();
        using Side peers = Side.Peers();
        Console.WriteLine($"Opening included, {new Message("", "").Width}x{new Message("", "").Height} RGB, all cores; ms. A peer with * gave wrong frames and does not count as the best.");
        Console.WriteLine("clip: 16 frames from the middle. first: nothing is known of the file; seek: a pass over it was made before.");
        string folder = Directory.CreateTempSubdirectory("cacl-bench-").FullName;
        try
        {
            foreach (string video in options.Videos.Concat(options.More))
                Measure(video, Path.Combine(folder, "frames.rgb"), ours, peers, options, results);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(string video, string saved, Side ours, Side peers, BenchmarkOptions options, Results results)
    {
        string name = Path.GetFileName(video);
        var whole = new Message("decode", "") { Path = video };
        int count = ours.Ask(whole with { Save = saved }).Frames;
        var check = new FrameCheck(File.ReadAllBytes(saved), whole.Width * whole.Height * 3);
        int[] some = [.. Enumerable.Range(0, Math.Min(CheckedFrames, count)).Select(i => i * (count / Math.Min(CheckedFrames, count)))];

        Compare($"decode: {name}", name, whole, [""], WholeWays, way =>
        {
            Answer answer = peers.Try(whole with { Way = way, Save = saved, Frames = some });
            return answer.Error is not null || answer.Frames != count ? $"{answer.Frames} of {count} frames" : check.Wrong(saved, some) is > 0 and var wrong ? $"{wrong} of {some.Length} wrong" : null;
        });
        if (count < ClipFrames)
            return;

        int[] middle = [.. Enumerable.Range((count - ClipFrames) / 2, ClipFrames)];
        var clip = new Message("clip", "") { Path = video, Frames = middle };
        Console.WriteLine($"{name}: {count} frames, {ours.Ask(new Message("examine", "") { Path = video }).Text}");
        foreach (string way in (string[])["first", "seek"])
        {
            ours.Ask(clip with { Way = way, Save = saved });
            if (!check.Same(saved, middle))
                throw new BenchmarkException($"Ours ({way}) gives other frames from the middle of {video} than a sequential read.");
        }
        Compare($"clip: {name}", name, clip, ["first", "seek"], ClipWays, way =>
            peers.Try(clip with { Way = way, Save = saved }).Error is not null ? "failed" : check.Wrong(saved, middle) is > 0 and var wrong ? $"{wrong} of {middle.Length} wrong" : null);

        void Compare(string measure, string file, Message message, string[] ourWays, string[] ways, Func<string, string?> faultOf)
        {
            // A peer that fails can't be timed; one that gives wrong frames is, for the eye.
            string?[] faults = [.. ways.Select(faultOf)];
            string[] able = [.. ways.Where(way => peers.Try(message with { Way = way }).Error is null)];
            double[] seconds = Turns.Medians(options.Rounds,
                [.. ourWays.Select(way => (Func<double>)(() => ours.Ask(message with { Way = way }).Seconds)), .. able.Select(way => (Func<double>)(() => peers.Ask(message with { Way = way }).Seconds))]);
            double[] theirs = seconds[ourWays.Length..];
            string[] right = [.. able.Where(way => faults[Array.IndexOf(ways, way)] is null)];
            string? best = right.MinBy(way => theirs[Array.IndexOf(able, way)]);

            Console.WriteLine($"{measure,-50}" + string.Join("  ", ourWays.Select((way, i) => $"ours {way}{(way.Length > 0 ? " " : "")}{seconds[i] * 1e3:f1}"))
                + "  " + string.Join("  ", able.Select((way, i) => $"{way}{(right.Contains(way) ? "" : "*")} {theirs[i] * 1e3:f1}")));
            foreach (string way in ways.Where((_, i) => faults[i] is not null))
                Console.WriteLine($"{"",-50}* {way}: {faults[Array.IndexOf(ways, way)]}");
            for (int i = 0; i < ourWays.Length; i++)
            {
                string title = ourWays[i].Length == 0 ? measure : measure.Replace("clip:", $"clip, {ourWays[i]}:", StringComparison.Ordinal);
                results.Time(title, seconds[i] * 1e3, best is null ? null : theirs[Array.IndexOf(able, best)] * 1e3, best, "ms", best is null ? null : Goal);
            }
        }
    }
}
