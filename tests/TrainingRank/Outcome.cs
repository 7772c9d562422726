using System.Text.Json;
using System.Text.Json.Serialization;
using Cacl.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace TrainingRank;

/// <summary>All numbers that a run leaves, by name: what each step reported, networks with their statistics, queues.</summary>
internal static class Outcome
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Write(string path, IEnumerable<TrainingProgress> history, IEnumerable<(string Name, nn.Module Network)> networks, IEnumerable<(string Name, KeyQueue Queue)> queues)
    {
        var numbers = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (TrainingProgress step in history)
        {
            string name = $"{step.Stage} {step.Step:D3}";
            numbers[$"{name} loss"] = [step.Loss];
            foreach ((string metric, double value) in step.Metrics.Concat((step.Validation ?? new Dictionary<string, double>()).Select(pair => new KeyValuePair<string, double>($"held out {pair.Key}", pair.Value))))
                numbers[$"{name} {metric}"] = [value];
        }

        foreach ((string name, nn.Module network) in networks)
        {
            foreach ((string part, Tensor values) in network.state_dict())
                numbers[$"network {name}.{part}"] = NumbersOf(values);
        }

        foreach ((string name, KeyQueue queue) in queues)
        {
            numbers[$"queue {name} keys"] = NumbersOf(queue.Keys);
            numbers[$"queue {name} videos"] = NumbersOf(queue.Videos);
            numbers[$"queue {name} pointer"] = [queue.Pointer];
        }

        File.WriteAllText(path, JsonSerializer.Serialize(numbers, Json));
    }

    private static double[] NumbersOf(Tensor values)
    {
        using Tensor local = values.detach().to(float64).cpu().contiguous();
        return local.data<double>().ToArray();
    }
}
