using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Losses and metrics of batches that count together. They stay on the device until they are read: to read a number is to wait for it.</summary>
internal sealed class StepMetrics
{
    /// <summary>The name that the loss itself goes by.</summary>
    public const string Loss = "loss";

    private readonly List<(string[] Names, Tensor Values)> batches = [];

    /// <summary>Keeps the numbers of a batch beyond its dispose scope, in the one around it.</summary>
    public void Add(StepLoss loss) => batches.Add((
        [Loss, .. loss.Metrics.Keys],
        cat([.. loss.Metrics.Values.Prepend(loss.Total).Select(value => value.detach().to(float64).view(1))], 0).MoveToOuterDisposeScope()));

    /// <summary>The mean of each number over the batches, by name.</summary>
    public Dictionary<string, double> Means()
    {
        var means = new Dictionary<string, double>();
        foreach ((string[] names, Tensor values) in batches)
        {
            using Tensor near = values.cpu();
            foreach ((string name, double value) in names.Zip(near.data<double>().ToArray()))
                means[name] = means.GetValueOrDefault(name) + value / batches.Count;
        }

        return means;
    }
}
