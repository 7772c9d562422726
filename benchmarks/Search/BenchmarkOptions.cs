using System.Globalization;

namespace Cacl.Benchmarks.Search;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    private BenchmarkOptions()
    {
    }

    public int Rows { get; private set; } = 200_000;

    public int Length { get; private set; } = 512;

    public int Nearest { get; private set; } = 10;

    public int Threads { get; private set; } = Environment.ProcessorCount;

    /// <summary>How often each side searches.</summary>
    public int Rounds { get; private set; } = 15;

    public string Output { get; private set; } = Path.Combine("artifacts", "bench", "search.json");

    /// <exception cref="ArgumentException">It has something that is not known.</exception>
    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions options = new();
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick")
            {
                options.Rounds = 3;
                continue;
            }
            string value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} stands last and has no value.");
            switch (args[i++])
            {
                case "--rows": options.Rows = Number("--rows", value); break;
                case "--length": options.Length = Number("--length", value); break;
                case "--nearest": options.Nearest = Number("--nearest", value); break;
                case "--threads": options.Threads = Number("--threads", value); break;
                case "--output": options.Output = value; break;
                case var name: throw new ArgumentException($"There is no option {name}. There are: --rows, --length, --nearest, --threads, --quick, --output.");
            }
        }
        return options;
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : throw new ArgumentException($"{name} is {value}; it must be a number from 1.");
}
