using System.Globalization;
using Cacl.Learning;

namespace Cacl.Study;

/// <summary>What the command line asks for.</summary>
internal sealed record StudyOptions
{
    public const string Help = """
        Trains the ablations of CACL, or other methods beside it, with several seeds, and makes the table of what each is worth.

        usage: study [--table ablations|methods] [--data motion|scenes|arid|DIR]... [OPTIONS]

          --table ablations|methods
                                  the parts of CACL (default), or CACL beside its siblings, pretext tasks and mixtures
          --data motion|scenes|arid|DIR
                                  what is learned from and measured on; given again, one after the other. motion is
                                  rendered, and only movement tells its classes; scenes are pieces of real videos, and
                                  what is seen tells which video; DIR holds train/ and validate/ with a sub-folder per
                                  class (default motion, and arid where ./build.sh finds it)
          --seeds 1,2,3           a run of each variant with each (default 1,2,3)
          --variants a,b,...      by name, in place of a table; --list names them all
          --steps N               training steps of CACL (default: the preset's); other methods are shown as many videos
          --preset small|paper    what all variants share (default small: two cores; paper: a GPU)
          --device cpu|cuda       where it learns (default cpu)
          --precision float32|tensorfloat32|bfloat16
                                  what products are taken in (default float32; the others are for GPUs)
          --select                measures on a part of train, held out by class, and leaves validate alone;
                                  settings are chosen this way
          --budget MINUTES        begins no run that would not end in time; the next call goes on from there
          --per-class N           videos of each kind in the motion set's train (default 40)
          --textures DIR          videos that the motion set takes its textures from, and that scenes are pieces of
          --output DIR            where results go (default artifacts/study)
          --list                  names the variants, and ends
          --help                  this text

        It writes results.jsonl, a line after each run, and study.txt and study.html at the end. A run that is there is
        not made again, unless its settings or videos changed; one that was stopped goes on from its last checkpoint.
        Exit codes: 0 done, 1 a fault of the data, 2 a fault of the command line, 3 the budget ended it, 130 Ctrl-C.
        """;

    public IReadOnlyList<string> Data { get; init; } = ["motion"];

    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3];

    public IReadOnlyList<Variant> Variants { get; init; } = Variant.Ablations;

    public int? Steps { get; init; }

    public CaclOptions Preset { get; init; } = CaclOptions.Small;

    public string? Device { get; init; }

    public ComputePrecision Precision { get; init; }

    public bool Select { get; init; }

    public double? BudgetMinutes { get; init; }

    public int PerClass { get; init; } = 40;

    public string? Textures { get; init; }

    public string Output { get; init; } = Path.Join("artifacts", "study");

    public bool List { get; init; }

    public bool ShowHelp { get; init; }

    /// <summary>The options that all variants share.</summary>
    public CaclOptions Shared => Steps is not { } steps
        ? Preset with { Device = Device, Precision = Precision }
        // A run that only tries things out should not spend its time on the frame network.
        : Preset with { Device = Device, Precision = Precision, Steps = steps, FrameTraining = Preset.FrameTraining with { Steps = Math.Min(steps, Preset.FrameTraining.Steps) } };

    /// <exception cref="UsageException">The arguments can't be understood.</exception>
    public static StudyOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new StudyOptions();
        var data = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            string Value() => ++i < arguments.Count && arguments[i].Length > 0 && !arguments[i].StartsWith("--", StringComparison.Ordinal)
                ? arguments[i]
                : throw new UsageException($"{name} needs a value.");

            if (name == "--data")
            {
                data.Add(Value());
                continue;
            }

            options = name switch
            {
                "--table" => options with { Variants = TableOf(Value()) },
                "--seeds" => options with { Seeds = [.. Parts(name, Value()).Select(text => Number(name, text, 0, int.MaxValue)).Distinct()] },
                "--variants" => options with { Variants = Variant.Named(Parts(name, Value()).Distinct()) },
                "--steps" => options with { Steps = Number(name, Value(), 1, 100_000_000) },
                "--preset" => options with { Preset = PresetOf(Value()) },
                "--device" => options with { Device = Value() },
                "--precision" => options with { Precision = PrecisionOf(Value()) },
                "--select" => options with { Select = true },
                "--budget" => options with { BudgetMinutes = Minutes(name, Value()) },
                "--per-class" => options with { PerClass = Number(name, Value(), 2, 10_000) },
                "--textures" => options with { Textures = Value() },
                "--output" => options with { Output = Value() },
                "--list" => options with { List = true },
                "--help" or "-h" => options with { ShowHelp = true },
                _ => throw new UsageException(name.StartsWith('-') ? $"There is no option {name}." : $"'{name}' belongs to no option."),
            };
        }

        return data.Count == 0 ? options : options with { Data = [.. data.Distinct()] };
    }

    private static string[] Parts(string name, string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 ? parts : throw new UsageException($"{name} is '{text}'; it must name one or more, with commas between.");
    }

    private static IReadOnlyList<Variant> TableOf(string name) => name switch
    {
        "ablations" => Variant.Ablations,
        "methods" => Variant.Methods,
        _ => throw new UsageException($"--table is {name}; it must be ablations or methods."),
    };

    private static CaclOptions PresetOf(string name) => name switch
    {
        "small" => CaclOptions.Small,
        "paper" => CaclOptions.Paper,
        _ => throw new UsageException($"--preset is {name}; it must be small or paper."),
    };

    private static ComputePrecision PrecisionOf(string name) =>
        Enum.TryParse(name, ignoreCase: true, out ComputePrecision precision) && Enum.IsDefined(precision) && char.IsLetter(name[0])
            ? precision
            : throw new UsageException($"--precision is {name}; it must be float32, tensorfloat32 or bfloat16.");

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new UsageException($"{name} is {text}; it must be a whole number from {least} to {most}.");

    private static double Minutes(string name, string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0
            ? value
            : throw new UsageException($"{name} is {text}; it must be a number of minutes above 0.");
}
