using System.Globalization;
using System.Runtime.InteropServices;
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
            using Tensor begin = WeightsOf(networks.Objective);
            Console.WriteLine($"{__version__} {networks.ParameterCount}");
            using (ClipSource noise = RandomClips.Of(options))
            using (SteppedRun run = new(networks.Objective, noise, options, request.Threads))
            {
                while (Console.ReadLine() is not null)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Step():r} {run.Loss:r}"));
            }

            if (request.Way is { } file)
            {
                using Tensor way = WeightsOf(networks.Objective) - begin;
                File.WriteAllBytes(file, MemoryMarshal.AsBytes(way.data<float>().ToArray()));
            }
            return 0;
        }
        catch (Exception fault) when (fault is BenchmarkException or NotSupportedException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    // Statistics and counts are no weights.
    private static Tensor WeightsOf(CaclObjective objective)
    {
        using DisposeScope scope = NewDisposeScope();
        IEnumerable<Tensor> weights = objective.Networks.First(entry => entry.Name == "cnn").Network.named_parameters()
            .Where(entry => entry.name.EndsWith("weight", StringComparison.Ordinal)).Select(entry => entry.parameter.detach().flatten());
        return cat([.. weights], 0).cpu().MoveToOuterDisposeScope();
    }
}
