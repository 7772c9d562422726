using System.Globalization;
using Cacl.Clips;

namespace Cacl.Benchmarks.Train;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    public const string Help = """
        Whole training steps of CACL beside the same steps in PyTorch; what real videos cost beside random clips;
        whether memory and cost stay as they are over a run.

          --videos PATH...   two files or more, or folders of them
          --only SECTION...  run, small, r3d18 (all)
          --quick            fewer steps
          --threads N        threads of both sides (one a core)
          --output FILE      the figures as JSON (artifacts/bench/train.json)
          --help             this text
        """;

    public static readonly IReadOnlyList<string> Known = ["run", "small", "r3d18"];

    // Enough for a loader that has to decode; each is examined before the first step.
    private const int MostVideos = 48;

    private readonly List<string> _videos = [];

    private BenchmarkOptions()
    {
    }

    /// <summary>Files to learn from: of those that were named, so many at even distances.</summary>
    public IReadOnlyList<string> Videos =>
        [.. Enumerable.Range(0, Math.Min(MostVideos, _videos.Count)).Select(i => _videos[i * _videos.Count / Math.Min(MostVideos, _videos.Count)])];

    public List<string> Sections { get; } = [];

    public bool Quick { get; private set; }

    public int Threads { get; private set; } = Environment.ProcessorCount;

    public string Output { get; private set; } = Path.Combine("artifacts", "bench", "train.json");

    /// <exception cref="ArgumentException">It has something that is not known, or names no video.</exception>
    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions options = new();
        string? name = null;
        foreach (string argument in args)
        {
            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                name = argument;
                if (name is not ("--videos" or "--only" or "--quick" or "--threads" or "--output"))
                    throw new ArgumentException($"There is no option {name}. There are: --videos, --only, --quick, --threads, --output.");
                options.Quick |= name == "--quick";
                continue;
            }
            options.Take(name, argument);
        }

        if (options._videos.Count < 2)
            throw new ArgumentException($"--videos names {options._videos.Count} videos; it must name 2 or more, or a folder of them.");
        if (options.Sections.Count == 0)
            options.Sections.AddRange(Known);
        return options;
    }

    private void Take(string? option, string value)
    {
        switch (option)
        {
            case "--videos": _videos.AddRange(Directory.Exists(value) ? VideoFolder.List(value).Select(video => video.Path) : [value]); break;
            case "--threads" when int.TryParse(value, CultureInfo.InvariantCulture, out int threads) && threads > 0: Threads = threads; break;
            case "--threads": throw new ArgumentException($"--threads is {value}; it must be a number from 1.");
            case "--output": Output = value; break;
            case "--only" when Known.Contains(value): Sections.Add(value); break;
            case "--only": throw new ArgumentException($"There is no section '{value}'. There are: {string.Join(", ", Known)}.");
            default: throw new ArgumentException($"'{value}' stands after no option that takes a value.");
        }
    }
}
