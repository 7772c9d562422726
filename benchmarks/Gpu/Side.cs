using System.Globalization;
using Cacl.Benchmarks.Train;
using Cacl.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Benchmarks.Gpu;

/// <summary>Our side, in a process of its own: for each line it reads it makes one step of the trainer's loop and prints the seconds and the loss.</summary>
internal static class Side
{
    /// <summary>Runs it.</summary>
    /// <param name="arguments">The setting as <see cref="OwnSide"/> writes it.</param>
    public static int Run(string[] arguments)
    {
        SideRequest request = SideRequest.Parse(arguments[0]);
        CaclOptions options = request.Options;
        set_num_threads(request.Threads);
        try
        {
            using Networks networks = new(options, new Device(options.Device!));
            Console.WriteLine($"{__version__} {networks.ParameterCount}");
            using (ClipSource noise = RandomClips.Of(options))
            using (SteppedRun run = new(networks.Objective, noise, options, request.Threads))
            {
                while (Console.ReadLine() is not null)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Step():r} {run.Loss:r}"));
            }

            if (request.Weights is { } path)
                Safetensors.Write(path, networks.Objective.Networks.First(entry => entry.Name == "cnn").Network.state_dict());
            return 0;
        }
        catch (Exception fault) when (fault is BenchmarkException or NotSupportedException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }
}
