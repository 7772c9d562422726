namespace Cacl.Benchmarks.Torch;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    public const string Help = """
        Forward and training step of R3D-18, and a tiny operator, beside PyTorch in Python.

          --rounds N     how often each side is timed (5)
          --batch N      clips of a batch (4)
          --threads N    threads of both sides (one a core)
          --output FILE  the figures as JSON (artifacts/bench/torch.json)
          --help         this text
        """;

    private BenchmarkOptions()
    {
    }

    public int Rounds { get; private set; } = 5;

    public int Batch { get; private set; } = 4;

    public int Threads { get; private set; } = Environment.ProcessorCount;

    public string Output { get; private set; } = Path.Combine("artifacts", "bench", "torch.json");

    /// <exception cref="ArgumentException">It has something that is not known.</exception>
    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions options = new();
        CommandLine.Read(
            args,
            new()
            {
                ["--rounds"] = CommandLine.Number("--rounds", number => options.Rounds = number),
                ["--batch"] = CommandLine.Number("--batch", number => options.Batch = number),
                ["--threads"] = CommandLine.Number("--threads", number => options.Threads = number),
                ["--output"] = value => options.Output = value,
            },
            []);
        return options;
    }
}
