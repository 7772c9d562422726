using System.Globalization;
using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

/// <summary>Every bit that a run leaves, as text: networks with their statistics, queues, and what each step reported.</summary>
internal sealed record RunState(IReadOnlyList<string> Lines)
{
    /// <summary>What a run of these options on twelve moving clips leaves.</summary>
    public static RunState Of(CaclOptions options)
    {
        using TrainingResult result = new CaclTrainer(options).Train(MovingClips.Make(12), MovingClips.Size);
        return Of(result);
    }

    public static RunState Of(TrainingResult result)
    {
        var lines = new List<string>();
        foreach ((string name, Tensor values) in result.Encoder.Network.state_dict())
            lines.Add($"encoder.{name} {HashOf(values)}");
        foreach ((string name, nn.Module network) in result.Objective.Networks)
            lines.AddRange(network.state_dict().Select(entry => $"{name}.{entry.Key} {HashOf(entry.Value)}"));
        foreach ((string name, KeyQueue queue) in result.Objective.Queues)
            lines.Add($"{name} {queue.Pointer} {HashOf(queue.Keys)} {HashOf(queue.Videos)}");

        foreach (TrainingProgress step in result.History)
        {
            string metrics = string.Join(" ", step.Metrics.Concat(step.Validation ?? new Dictionary<string, double>()).Select(metric => $"{metric.Key}={Bits(metric.Value)}"));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{step.Stage} {step.Epoch}/{step.Epochs} {step.Step}/{step.Steps} {Bits(step.Loss)} {Bits(step.LearningRate)} {metrics}"));
        }

        return new RunState(lines);
    }

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);

    private static string HashOf(Tensor values)
    {
        using Tensor local = values.detach().cpu().contiguous();
        return Convert.ToHexStringLower(SHA256.HashData(local.bytes));
    }
}
