using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Moves parameters against their gradients. Whatever a rule remembers of earlier steps lies in <see cref="State"/>.</summary>
/// <remarks>
/// The rules are written here rather than taken from torch's bindings because a checkpoint must hold all that they remember, and
/// because their numbers then do not hang on a binding's version. Tests compare each with PyTorch's.
/// </remarks>
internal abstract class GradientDescent : IDisposable
{
    private readonly Dictionary<string, Tensor> state = [];

    protected GradientDescent(IEnumerable<Parameter> parameters) => Parameters = [.. parameters];

    /// <summary>The rule of a kind.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="parameters">What it moves.</param>
    /// <param name="weightDecay">How strongly weights are drawn to 0.</param>
    public static GradientDescent Of(OptimizerKind kind, IEnumerable<Parameter> parameters, double weightDecay) => kind switch
    {
        OptimizerKind.Sgd => new MomentumSgd(parameters, weightDecay),
        OptimizerKind.AdamW => new AdamW(parameters, weightDecay),
        OptimizerKind.Lars => new Lars(parameters, weightDecay),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an optimiser."),
    };

    /// <summary>What it moves, in the order in which it was given.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>All that the next steps depend on beside weights and gradients, by name; whoever resumes a run copies into it.</summary>
    public IReadOnlyDictionary<string, Tensor> State => state;

    /// <summary>Moves each parameter that has a gradient.</summary>
    /// <param name="rate">The learning rate of this step.</param>
    public void Step(double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Prepare();
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].grad is { } gradient)
                Update(i, Parameters[i], gradient, rate);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in state.Values)
            tensor.Dispose();
    }

    /// <summary>Reads what the step needs of all parameters, at once: each reading waits for a GPU. Called without recording of gradients.</summary>
    protected virtual void Prepare()
    {
    }

    /// <summary>Moves one parameter; called without recording of gradients.</summary>
    protected abstract void Update(int index, Parameter weights, Tensor gradient, double rate);

    /// <summary>A tensor of zeros for each parameter, kept in the state.</summary>
    protected Tensor[] Remember(string name) =>
        [.. Parameters.Select((parameter, i) => state[$"{name}.{i}"] = zeros_like(parameter, requires_grad: false).DetachFromDisposeScope())];

    /// <summary>A count for each parameter, kept in the state: int64 [parameters], on the CPU.</summary>
    protected Tensor RememberCounts(string name) => state[name] = zeros(Parameters.Count, dtype: int64).DetachFromDisposeScope();
}
