namespace Cacl.Benchmarks.Scale;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    public const string Help = """
        Two ranks with one thread each beside one process with two threads and beside PyTorch's DistributedDataParallel
        over Gloo; what of a step is spent in exchanges; what follows for larger jobs. A 3D network learns to classify
        clips, on both sides by the same work; CACL's whole step has no peer. Needs mpirun and python3-torch.

          --only WORK       small, r3d18 or cacl (all)
          --mpirun COMMAND  what starts the two ranks (mpirun -n 2 --bind-to none)
          --overlap         a step that sums gradients within the backward pass beside one that sums them after it, and
                            nothing else; ./build.sh bench scale --rate 1gbit asks for it on two hosts with such a link
          --quick           fewer and shorter turns
          --output FILE     the figures as JSON (artifacts/bench/scale.json)
          --help            this text
        """;

    private BenchmarkOptions()
    {
    }

    public IReadOnlyList<string> Workloads { get; private set; } = Workload.Names;

    public IReadOnlyList<string> Launcher { get; private set; } = ["mpirun", "-n", "2", "--bind-to", "none"];

    public bool OverlapAlone { get; private set; }

    public bool Quick { get; private set; }

    public string Output { get; private set; } = Path.Combine("artifacts", "bench", "scale.json");

    /// <summary>How often each side has its turn.</summary>
    public int Turns => Quick ? 1 : 3;

    /// <exception cref="ArgumentException">It has something that is not known.</exception>
    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions options = new();
        CommandLine.Read(
            args,
            new()
            {
                ["--only"] = name => options.Workloads = Workload.Names.Contains(name) ? [name] : throw new ArgumentException($"There is no work '{name}'. There are: {string.Join(", ", Workload.Names)}."),
                ["--mpirun"] = command => options.Launcher = command.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                ["--output"] = file => options.Output = file,
            },
            new() { ["--quick"] = () => options.Quick = true, ["--overlap"] = () => options.OverlapAlone = true });
        return options;
    }
}
