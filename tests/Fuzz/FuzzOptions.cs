using System.Globalization;

namespace Cacl.Fuzz;

/// <summary>What a run of fuzzing is asked for.</summary>
public sealed record FuzzOptions
{
    /// <summary>The words of --help.</summary>
    public const string Usage = """
        usage: ./build.sh fuzz [OPTIONS]
          --count N     how many damaged files to read (20000)
          --first N     the number of the first of them (0)
          --seed N      what their damage is drawn from (1)
          --videos DIR  damage the files of this folder too, up to 400 KB each; may be given again
          --output DIR  where files that fail are kept
          --file FILE   read this one file, as the run does, and nothing else
        """;

    /// <summary>How many damaged files are read.</summary>
    public int Count { get; init; } = 20_000;

    /// <summary>The number of the first one, so that a run can be repeated in part.</summary>
    public int First { get; init; }

    /// <summary>What all draws depend on.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Folders of videos that are damaged beside those that the run makes itself.</summary>
    public IReadOnlyList<string> Videos { get; init; } = [];

    /// <summary>Receives the files that fail.</summary>
    public string Output { get; init; } = "fuzz";

    /// <summary>A single file to read in place of a run.</summary>
    public string? File { get; init; }

    /// <summary>How long a file may take without a step forward before it counts as a hang.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads a command line; null when it asks for help.</summary>
    /// <exception cref="ArgumentException">An option is unknown, or its value is none.</exception>
    public static FuzzOptions? Parse(ReadOnlySpan<string> args)
    {
        FuzzOptions options = new();
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            if (name is "--help" or "-h")
                return null;
            if (name is not ("--count" or "--first" or "--seed" or "--videos" or "--output" or "--file"))
                throw new ArgumentException($"There is no option '{name}'.");
            string value = ++i < args.Length ? args[i] : throw new ArgumentException($"{name} lacks its value.");
            options = name switch
            {
                "--count" => options with { Count = Number(name, value) },
                "--first" => options with { First = Number(name, value) },
                "--seed" => options with { Seed = Number(name, value) },
                "--videos" => options with { Videos = [.. options.Videos, value] },
                "--output" => options with { Output = value },
                _ => options with { File = value },
            };
        }
        return options;
    }

    private static int Number(string name, string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new ArgumentException($"{name} takes a whole number from 0, not '{value}'.");
}
