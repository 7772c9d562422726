using System.Globalization;

namespace Cacl.Demo;

/// <summary>Reads the command line.</summary>
internal static class CommandLine
{
    private const int MostEpochs = 1_000_000, MostPerClass = 10_000;

    internal const string Help = """
        Learns a video embedding without labels, and shows what it is worth.

        usage: demo --videos DIR [--validate DIR] [OPTIONS]
               demo --motion --textures DIR [OPTIONS]

          --videos DIR      videos to learn from; a class per sub-folder, or flat
                            (./build.sh demo fetches a few when none are named)
          --validate DIR    videos to evaluate on; without it the network learns from the first half
                            of each video only, and is evaluated on the second halves
          --motion          render videos of eight kinds of movement first, and use those
          --textures DIR    videos that the rendered ones take their textures from
                            (./build.sh demo fetches a few when none are named)
          --per-class N     rendered videos of each kind to learn from (default 40), half as many
                            to evaluate on
          --seed N          what all random choices follow from (default 1)
          --steps N         training steps (default 600)
          --epochs N        how often each video is seen, in place of --steps
          --checkpoints DIR keep the run in this folder every 100 steps, and go on from there when it
                            was interrupted; a folder for one run
          --output DIR      where the results go (default artifacts/demo)
          --quiet           print errors only
          --help            this text

        It writes summary.json, metrics.jsonl, encoder.safetensors and report.html.
        Ctrl-C ends the run and saves what was learned so far; pressed again, it ends at once.
        Exit codes: 0 done, 1 a fault of the data, 2 a fault of the command line, 130 Ctrl-C.
        CACL_TRACE=1 in the environment prints where an error came from.
        """;

    /// <exception cref="UsageException">The arguments can't be understood, or contradict each other.</exception>
    internal static DemoOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new DemoOptions();
        var given = new HashSet<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] parts = arguments[i].Split('=', 2);
            string name = parts[0];
            if (!given.Add(name))
                throw new UsageException($"{name} is given twice.");
            string Value()
            {
                string? value = parts.Length == 2 ? parts[1] : ++i < arguments.Count ? arguments[i] : null;
                return string.IsNullOrEmpty(value) || (parts.Length == 1 && value.StartsWith("--", StringComparison.Ordinal))
                    ? throw new UsageException($"{name} needs a value.")
                    : value;
            }

            options = name switch
            {
                "--videos" => options with { Videos = Value() },
                "--validate" => options with { Validate = Value() },
                "--textures" => options with { Textures = Value() },
                "--checkpoints" => options with { Checkpoints = Value() },
                "--output" => options with { Output = Value() },
                "--seed" => options with { Seed = Number(name, Value(), 0, int.MaxValue) },
                "--per-class" => options with { PerClass = Number(name, Value(), 1, MostPerClass) },
                "--epochs" => options with { Epochs = Number(name, Value(), 0, MostEpochs) },
                "--steps" => options with { Steps = Number(name, Value(), 0, int.MaxValue) },
                _ when parts.Length == 2 => throw new UsageException(IsSwitch(name) ? $"{name} takes no value, and got '{parts[1]}'." : $"There is no option {name}."),
                "--motion" => options with { Motion = true },
                "--quiet" => options with { Quiet = true },
                "--help" or "-h" => options with { Help = true },
                _ => throw new UsageException(name.StartsWith('-') ? $"There is no option {name}." : $"'{name}' belongs to no option."),
            };
        }

        if (!options.Help)
            Check(options);
        return options;
    }

    private static void Check(DemoOptions options)
    {
        if (options.Steps is not null && options.Epochs is not null)
            throw new UsageException("--steps and --epochs say the same thing in two ways; give one of them.");
        if (options.Motion)
        {
            if (options.Videos is not null || options.Validate is not null)
                throw new UsageException("--motion renders the videos that it learns from and those that it evaluates on; --videos and --validate can't be given with it. Its textures come from --textures DIR.");
            if (options.Textures is null)
                throw new UsageException("--motion takes its textures from videos; give --textures DIR.");
        }
        else if (options.Textures is not null)
            throw new UsageException("--textures is for --motion.");
        else if (options.Videos is null)
            throw new UsageException("There is nothing to learn from; give --videos DIR, or --motion --textures DIR.");
        else if (options.Validate is not null && Path.GetFullPath(options.Validate) == Path.GetFullPath(options.Videos))
            throw new UsageException("--validate is the folder that is learned from; give another, or none.");
    }

    private static bool IsSwitch(string name) => name is "--motion" or "--quiet" or "--help" or "-h";

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new UsageException($"{name} is {text}; it must be a whole number from {least} to {most}.");
}
