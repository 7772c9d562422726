using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>What a run learns from a batch: it names the views it needs, owns its networks and turns a batch into a loss.</summary>
/// <remarks>The training loop knows no objective by name.</remarks>
internal abstract class Objective : IDisposable
{
    /// <summary>The name that progress and metrics carry.</summary>
    public abstract string Name { get; }

    /// <summary>Differently varied views of each clip.</summary>
    public abstract int Views { get; }

    /// <summary>The networks that the optimiser trains.</summary>
    public abstract IReadOnlyList<Module> Trained { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="batch">Clips, orders and degrees.</param>
    /// <param name="progress">The part of the run that is behind, 0 to 1.</param>
    public abstract StepLoss Loss(ClipBatch batch, double progress);

    /// <summary>What follows an optimiser step: momentum twins and queues.</summary>
    public abstract void AfterStep();

    /// <summary>The parameters that the optimiser trains.</summary>
    public IEnumerable<Parameter> Parameters => Trained.SelectMany(module => module.parameters());

    /// <inheritdoc/>
    public abstract void Dispose();
}
