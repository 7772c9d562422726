namespace Cacl.Benchmarks.Scale;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    public const string Help = """
        Two ranks with one thread each beside one process with two threads and beside PyTorch's DistributedDataParallel
        over Gloo; what of a step is spent in exchanges; what follows for larger jobs. Needs mpirun and python3-torch.

          --only NETWORK    small or r3d18 (both)
          --quick           fewer and shorter turns
          --output FILE     the figures as JSON (artifacts/bench/scale.json)
          --help            this text
        """;

    private BenchmarkOptions()
    {
    }

    public IReadOnlyList<string> Networks { get; private set; } = Network.Names;

    public bool Quick { get; private set; }

    public string Output { get; private set; } = Path.Combine("artifacts", "bench", "scale.json");

    /// <summary>How often each side has its turn.</summary>
    public int Turns => Quick ? 1 : 5;

    /// <exception cref="ArgumentException">It has something that is not known.</exception>
    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions options = new();
        CommandLine.Read(
            args,
            new()
            {
                ["--only"] = name => options.Networks = Network.Names.Contains(name) ? [name] : throw new ArgumentException($"There is no network '{name}'. There are: {string.Join(", ", Network.Names)}."),
                ["--output"] = file => options.Output = file,
            },
            new() { ["--quick"] = () => options.Quick = true });
        return options;
    }
}
