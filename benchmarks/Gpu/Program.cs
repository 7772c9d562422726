// The trainer on a GPU: beside itself on the CPU, and beside the same step in PyTorch on the same GPU, in each precision.
// Every side is a process of its own, one after the other, so that the GPU's memory is that of one side.
using Cacl.Benchmarks;
using Cacl.Benchmarks.Gpu;
using TorchSharp;

if (args is ["side", .. string[] side])
    return Side.Run(side);

return BenchmarkProgram.Run(args, BenchmarkOptions.Help, BenchmarkOptions.Parse, options =>
{
    if (options.IsGpu && !torch.cuda.is_available())
    {
        throw new BenchmarkException(
            $"The libtorch that this is built on, {torch.__version__}, finds no CUDA GPU. Set CACL_LIBTORCH to one with CUDA on a machine with an NVIDIA GPU, or try the command out with --device cpu. --help says more.");
    }

    Console.WriteLine($"libtorch {torch.__version__}, device {options.Device}");
    Results results = new();
    foreach (string section in options.Sections)
    {
        Console.WriteLine($"\n== {section} ==");
        Setting setting = Setting.Named(section, options);
        if (options.Parts.Contains("cpu"))
            CpuComparison.Run(setting, options, results);
        if (options.Parts.Contains("peer"))
            StepMeasure.Run(setting, options, results);
    }
    results.Print();
    results.Write(options.Output);
    Console.WriteLine(options.IsGpu
        ? """

          Learning at full size, on the GPU: every variant with one seed on the motion set; the next call goes on where the budget ended one.
            ./build.sh study --preset paper --device cuda --precision bfloat16 --seeds 1 --data motion --budget 600
          """
        : "\nTried out without a GPU, with reduced sizes: speed, memory and agreement of a GPU are open.");
    if (results.Wrong is { Count: > 0 } wrong)
        throw new BenchmarkException($"Not as near to the CPU as it must be: {string.Join("; ", wrong)}.");
});
