namespace Cacl.Benchmarks.Search;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    public const string Help = """
        Exact search beside FAISS's IndexFlatIP, on the same vectors and with as many threads.

          --rows N       vectors of the index (200000)
          --length N     elements of each (512)
          --nearest K    rows to find for each query (10)
          --threads N    threads of both sides; measured with one as well (one a core)
          --quick        fewer rounds
          --output FILE  the figures as JSON (artifacts/bench/search.json)
          --help         this text
        """;

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
        CommandLine.Read(
            args,
            new()
            {
                ["--rows"] = CommandLine.Number("--rows", number => options.Rows = number),
                ["--length"] = CommandLine.Number("--length", number => options.Length = number),
                ["--nearest"] = CommandLine.Number("--nearest", number => options.Nearest = number),
                ["--threads"] = CommandLine.Number("--threads", number => options.Threads = number),
                ["--output"] = value => options.Output = value,
            },
            new() { ["--quick"] = () => options.Rounds = 3 });
        return options;
    }
}
