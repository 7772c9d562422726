namespace Cacl.Benchmarks.Gpu;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    public const string Help = """
        CACL's trainer on an NVIDIA GPU, in float32, TF32 and bfloat16: losses and weights beside those of the CPU, and seconds,
        clips a second and memory of a step beside the same step in PyTorch, eager and by torch.compile, on the same GPU.

          --device NAME     cuda, or cpu to try the command out with reduced sizes (default cuda)
          --only SETTING    small or r3d18 (both)
          --part NAME       cpu: agreement with the CPU; peer: speed and memory beside PyTorch (both)
          --batch-size N    videos of a step of r3d18 beside PyTorch (default 32)
          --quick           fewer steps
          --output FILE     the figures as JSON (artifacts/bench/gpu.json)
          --help            this text

        CACL_LIBTORCH names the libtorch, with headers: an unpacked one, or the folder torch of a Python that has PyTorch with CUDA:
          CACL_LIBTORCH=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))') ./build.sh bench gpu
        CACL_PYTHON names the Python of the peer (default /usr/bin/python3).

        A machine without .NET and without a network: ./build.sh bench gpu --bundle FOLDER puts program, .NET runtime and the
        sources of the native side into a folder. Carry it there and run FOLDER/run, with the options above. It needs a C++ compiler,
        and takes the libtorch of python3 where CACL_LIBTORCH names none.

        The first steps in each precision are held against the same steps on the CPU in float32, from several first weights: losses, and
        the way that the weights go. PyTorch's steps in the precision lie apart from its own on the CPU, too; ours may lie 3 times as far,
        but losses by no more than 0.1 % in float32, 1 % in TF32 and 3 % in bfloat16, and with a cosine of the ways of .98, .9 and .6 or
        more, else the command ends with code 1. Goals of speed that are missed are only told.

        Memory is what the driver says is in use on the GPU after a side's steps, less what was before it began, with the GPU left to
        this command alone: libtorch gives back nothing of what it took, so that is its peak. With --device cpu it is the process's peak.
        """;

    private BenchmarkOptions()
    {
    }

    public string Device { get; private set; } = "cuda";

    public bool IsGpu => Device != "cpu";

    public IReadOnlyList<string> Sections { get; private set; } = ["small", "r3d18"];

    public IReadOnlyList<string> Parts { get; private set; } = ["cpu", "peer"];

    public int BatchSize { get; private set; } = 32;

    public bool Quick { get; private set; }

    public string Output { get; private set; } = Path.Combine("artifacts", "bench", "gpu.json");

    /// <exception cref="ArgumentException">It has something that is not known.</exception>
    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions options = new();
        CommandLine.Read(
            args,
            new()
            {
                ["--device"] = name => options.Device = OneOf("--device", name, ["cuda", "cpu"]),
                ["--only"] = name => options.Sections = [OneOf("--only", name, options.Sections)],
                ["--part"] = name => options.Parts = [OneOf("--part", name, options.Parts)],
                ["--batch-size"] = CommandLine.Number("--batch-size", number => options.BatchSize = number > 1 ? number : throw new ArgumentException("--batch-size is 1; it must be 2 or more.")),
                ["--output"] = file => options.Output = file,
            },
            new() { ["--quick"] = () => options.Quick = true });
        return options;
    }

    private static string OneOf(string option, string value, IReadOnlyList<string> known) =>
        known.Contains(value) ? value : throw new ArgumentException($"{option} is {value}; it must be one of {string.Join(", ", known)}.");
}
