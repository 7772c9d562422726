using Cacl.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace JobMember;

/// <summary>Learns with a small network from the own half of a batch, and with another from the whole, and says how far apart they are.</summary>
internal static class SharedNorms
{
    private const int Rows = 2;   // of each process
    private const string Gradient = " gradient";

    public static void Say(Communicator job)
    {
        manual_seed(1);
        using Tensor batch = rand([Rows * job.Size, 3, 4, 16, 16], dtype: float64), own = batch.narrow(0, Rows * job.Rank, Rows);
        Dictionary<string, Tensor> whole = Learned(batch, Communicator.Single), together = Learned(own, job), apart = Learned(own, Communicator.Single);
        foreach ((string key, Tensor value) in together.Concat(apart))
        {
            job.AllReduceSum(value);
            if (!key.EndsWith(Gradient, StringComparison.Ordinal))
                value.div_(job.Size);
        }

        Console.WriteLine($"numbers {whole.Count}");
        Console.WriteLine($"together {Difference(whole, together):r}");
        Console.WriteLine($"apart {Difference(whole, apart):r}");
    }

    private static Dictionary<string, Tensor> Learned(Tensor clips, Communicator job)
    {
        manual_seed(2);
        using ClipNetwork network = new R2Plus1dArchitecture { Channels = [2, 3, 4, 5], Blocks = [1, 1, 1, 1] }.Create();
        network.to(float64);
        using var norms = new SyncBatchNorm(job, [network]);
        network.call(clips).square().sum().backward();
        Dictionary<string, Tensor> learned = network.named_buffers().Where(buffer => buffer.buffer.is_floating_point()).ToDictionary(buffer => buffer.name, buffer => buffer.buffer.clone());
        foreach ((string name, Parameter parameter) in network.named_parameters())
            learned[name + Gradient] = parameter.grad!.clone();
        return learned;
    }

    private static double Difference(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual) =>
        expected.Max(entry => (entry.Value - actual[entry.Key]).abs().max().item<double>() / Math.Max(1, entry.Value.abs().max().item<double>()));
}
