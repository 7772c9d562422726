namespace Cacl.Learning;

/// <summary>Options of a <see cref="LinearProbe"/>.</summary>
public sealed record LinearProbeOptions
{
    /// <summary>Weight of the squared weights in what is minimised: mean cross entropy + L2 / 2 * sum of squares. Biases are free.</summary>
    /// <value>Default: 1e-3.</value>
    public double L2 { get; init; } = 1e-3;

    /// <summary>Fitting ends when no component of the gradient is larger.</summary>
    /// <value>Default: 1e-6.</value>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Fitting ends after so many steps; <see cref="LinearProbe.Converged"/> then is false.</summary>
    /// <value>Default: 1000.</value>
    public int MaximumSteps { get; init; } = 1000;

    /// <summary>The device that fits, in torch's words: <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <value>Default: cpu.</value>
    public string Device { get; init; } = "cpu";

    internal void CollectFaults(string prefix, List<string> faults)
    {
        if (!(L2 is > 0 and <= 1e6))
            faults.Add($"{prefix}{nameof(L2)} is {L2}; it must be above 0 and at most 1000000: without it, the weights of classes that can be separated grow for ever.");
        if (!(Tolerance is > 0 and <= 1))
            faults.Add($"{prefix}{nameof(Tolerance)} is {Tolerance}; it must be above 0 and at most 1.");
        if (MaximumSteps is < 1 or > 1_000_000)
            faults.Add($"{prefix}{nameof(MaximumSteps)} is {MaximumSteps}; it must be from 1 to 1000000.");
    }

    internal void Validate()
    {
        var faults = new List<string>();
        CollectFaults("", faults);
        if (faults.Count > 0)
            throw new ArgumentException($"{nameof(LinearProbeOptions)}: {string.Join(" ", faults)}");
    }
}
