namespace Cacl.Benchmarks.Embed;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    public const string Help = """
        Videos to vectors beside a script of PyTorch and cv2, with the same weights and clips, on all cores; then the
        memory of a process that embeds many videos.

          --videos FOLDER  where the videos are
          --count N        how many of them a round embeds (12)
          --clips N        clips of each (10)
          --rounds N       how often each side embeds them (3)
          --many N         how many videos are embedded while memory is watched (1000); they repeat where the
                           folder has fewer
          --quick          4 videos of 3 clips once, and 100 while memory is watched
          --output FILE    the figures as JSON (artifacts/bench/embed.json)
          --help           this text
        """;

    private BenchmarkOptions()
    {
    }

    /// <summary>The folder of videos.</summary>
    public string Videos { get; private set; } = "";

    /// <summary>How many of them a round embeds.</summary>
    public int Count { get; private set; } = 12;

    public int ClipsOfVideo { get; private set; } = 10;

    /// <summary>How often each side embeds them.</summary>
    public int Rounds { get; private set; } = 3;

    /// <summary>How many videos go through an encoder while memory is watched.</summary>
    public int Many { get; private set; } = 1000;

    public string Output { get; private set; } = Path.Combine("artifacts", "bench", "embed.json");

    /// <exception cref="ArgumentException">It has something that is not known.</exception>
    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions options = new();
        CommandLine.Read(
            args,
            new()
            {
                ["--videos"] = value => options.Videos = value,
                ["--count"] = CommandLine.Number("--count", number => options.Count = number),
                ["--clips"] = CommandLine.Number("--clips", number => options.ClipsOfVideo = number),
                ["--rounds"] = CommandLine.Number("--rounds", number => options.Rounds = number),
                ["--many"] = CommandLine.Number("--many", number => options.Many = number),
                ["--output"] = value => options.Output = value,
            },
            new() { ["--quick"] = () => (options.Count, options.ClipsOfVideo, options.Rounds, options.Many) = (4, 3, 1, 100) });
        return Directory.Exists(options.Videos) ? options : throw new ArgumentException($"--videos is '{options.Videos}', and there is no such folder.");
    }
}
