using Cacl.Clips;

namespace Cacl.Benchmarks.Input;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    public const string Help = """
        Reading and augmenting videos beside cv2, PyAV, the ffmpeg program and the way of the paper's authors.

          --videos PATH...   files or folders, for every section
          --more PATH...     files or folders for "decode" and "memory" alone
          --authors SCRIPT   the script whose function "sample" is the authors' way (one beside the program)
          --only SECTION...  sample, decode, memory, degree (all)
          --quick            fewer rounds
          --output FILE      the figures as JSON (artifacts/bench/input.json)
          --help             this text
        """;

    public static readonly IReadOnlyDictionary<string, Action<BenchmarkOptions, Results>> Known = new Dictionary<string, Action<BenchmarkOptions, Results>>
    {
        ["sample"] = SampleMeasure.Run,
        ["decode"] = DecodeMeasure.Run,
        ["memory"] = MemoryMeasure.Run,
        ["degree"] = DegreeMeasure.Run,
    };

    private BenchmarkOptions()
    {
    }

    /// <summary>Files for every section.</summary>
    public List<string> Videos { get; } = [];

    /// <summary>Files for decoding alone.</summary>
    public List<string> More { get; } = [];

    /// <summary>The script whose <c>sample</c> is the authors' way; null: the one beside the program.</summary>
    public string? Authors { get; private set; }

    public List<string> Sections { get; } = [];

    public bool Quick { get; private set; }

    public string Output { get; private set; } = Path.Combine("artifacts", "bench", "input.json");

    /// <summary>Rounds of every comparison, and the seconds after which no further round begins.</summary>
    public (int Least, int Most, double Seconds) Rounds => Quick ? (2, 4, 0.4) : (5, 15, 2.5);

    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions options = new();
        string? name = null;
        foreach (string argument in args)
        {
            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                name = argument;
                if (name is not ("--videos" or "--more" or "--authors" or "--only" or "--quick" or "--output"))
                    throw new ArgumentException($"There is no option {name}. There are: --videos, --more, --authors, --only, --quick, --output.");
                options.Quick |= name == "--quick";
                continue;
            }
            options.Take(name, argument);
        }

        if (options.Sections.Count == 0)
            options.Sections.AddRange(Known.Keys);
        return options;
    }

    private void Take(string? option, string value)
    {
        switch (option)
        {
            case "--videos": Videos.AddRange(Expand(value)); break;
            case "--more": More.AddRange(Expand(value)); break;
            case "--authors": Authors = Path.GetFullPath(value); break;
            case "--output": Output = value; break;
            case "--only" when Known.ContainsKey(value): Sections.Add(value); break;
            case "--only": throw new ArgumentException($"There is no section '{value}'. There are: {string.Join(", ", Known.Keys)}.");
            default: throw new ArgumentException($"'{value}' stands after no option that takes a value.");
        }
    }

    private static IEnumerable<string> Expand(string path) =>
        Directory.Exists(path) ? VideoFolder.List(path).Select(video => Path.GetFullPath(video.Path)) : [Path.GetFullPath(path)];
}
