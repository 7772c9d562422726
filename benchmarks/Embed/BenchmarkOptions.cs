using System.Globalization;

namespace Cacl.Benchmarks.Embed;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
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

    /// <summary>How many videos go through a small encoder while memory is watched.</summary>
    public int Many { get; private set; } = 1000;

    public string Output { get; private set; } = Path.Combine("artifacts", "bench", "embed.json");

    /// <exception cref="ArgumentException">It has something that is not known.</exception>
    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions options = new();
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick")
            {
                (options.Count, options.ClipsOfVideo, options.Rounds, options.Many) = (4, 3, 1, 100);
                continue;
            }
            string value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} stands last and has no value.");
            switch (args[i++])
            {
                case "--videos": options.Videos = value; break;
                case "--count": options.Count = Number("--count", value); break;
                case "--clips": options.ClipsOfVideo = Number("--clips", value); break;
                case "--rounds": options.Rounds = Number("--rounds", value); break;
                case "--many": options.Many = Number("--many", value); break;
                case "--output": options.Output = value; break;
                case var name: throw new ArgumentException($"There is no option {name}. There are: --videos, --count, --clips, --rounds, --many, --quick, --output.");
            }
        }
        return Directory.Exists(options.Videos) ? options : throw new ArgumentException($"--videos is '{options.Videos}', and there is no such folder.");
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : throw new ArgumentException($"{name} is {value}; it must be a number from 1.");
}
