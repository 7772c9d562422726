// Whole training steps of CACL beside the same steps in PyTorch; what real videos cost beside random clips; whether memory
// and cost stay as they are over a run. Sides take turns in one run, and a ratio is that of the medians: above 1 ours is better.
using Cacl.Benchmarks;
using Cacl.Benchmarks.Train;
using TorchSharp;

return BenchmarkProgram.Run(args, BenchmarkOptions.Help, BenchmarkOptions.Parse, options =>
{
    torch.set_num_threads(options.Threads);
    Console.WriteLine($"libtorch {torch.__version__}, {options.Videos.Count} videos, {options.Threads} threads{(options.Quick ? ", quick" : "")}");
    Results results = new();
    foreach (string section in options.Sections)
    {
        Console.WriteLine($"\n== {section} ==");
        switch (section)
        {
            case "run": RunMeasure.Run(options, results); break;
            case "small": StepMeasure.Run(Preset.Small(options.Quick), options, results); break;
            default: StepMeasure.Run(Preset.R3d18(options.Quick), options, results); break;
        }
    }
    results.Print();
    results.Write(options.Output);
});
