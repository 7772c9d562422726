using Cacl.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>What a run learns from a batch: it names the views it needs, owns its networks and turns a batch into a loss.</summary>
/// <remarks>The training loop knows no objective by name.</remarks>
internal abstract class Objective : IDisposable
{
    /// <summary>The name that progress, metrics and checkpoints carry.</summary>
    public abstract string Name { get; }

    /// <summary>Differently varied views of each clip.</summary>
    public abstract int Views { get; }

    /// <summary>The networks that the optimiser trains.</summary>
    public abstract IReadOnlyList<Module> Trained { get; }

    /// <summary>Every network that the rest of the run depends on, twins and frozen ones too, by a name that stays.</summary>
    public virtual IEnumerable<(string Name, Module Network)> Networks => Trained.Select((network, i) => ($"{i}", network));

    /// <summary>Every network that a loss is computed with.</summary>
    public virtual IEnumerable<Module> Computing => Networks.Select(entry => entry.Network);

    /// <summary>Every queue of keys, by a name that stays.</summary>
    public virtual IEnumerable<(string Name, KeyQueue Queue)> Queues => [];

    /// <summary>The live tensors of all networks and queues, each by a name that stays.</summary>
    public IEnumerable<(string Name, Tensor Values)> State =>
    [
        .. Networks.SelectMany(entry => entry.Network.state_dict().Select(part => ($"network.{entry.Name}.{part.Key}", part.Value))),
        .. Queues.SelectMany(entry => new[] { ($"queue.{entry.Name}.keys", entry.Queue.Keys), ($"queue.{entry.Name}.videos", entry.Queue.Videos) }),
    ];

    /// <summary>The loss of a batch. A step may take several, whose gradients add up.</summary>
    /// <param name="batch">Clips, orders and degrees.</param>
    /// <param name="progress">The part of the run that is behind, 0 to 1.</param>
    public abstract StepLoss Loss(ClipBatch batch, double progress);

    /// <summary>How the frame orders of a batch are drawn.</summary>
    public virtual ShuffleSampling ShuffleSampling => ShuffleSampling.UniformDegree;

    /// <summary>What follows an optimiser step: momentum twins and queues.</summary>
    public virtual void AfterStep()
    {
    }

    /// <summary>The loss of a batch that is not learned from: no gradient, twin, queue or batch norm statistic changes.</summary>
    /// <param name="batch">Clips, orders and degrees.</param>
    /// <param name="progress">The part of the run that is behind, 0 to 1.</param>
    public StepLoss Validate(ClipBatch batch, double progress)
    {
        using IDisposable noGradient = no_grad();
        Module[] training = [.. Networks.Select(entry => entry.Network).Where(network => network.training)];
        foreach (Module network in training)
            network.eval();
        IsValidating = true;
        try
        {
            return Loss(batch, progress);
        }
        finally
        {
            IsValidating = false;
            foreach (Module network in training)
                network.train();
        }
    }

    /// <summary>Whether a loss is only looked at, so that no key of its batch may be kept.</summary>
    protected bool IsValidating { get; private set; }

    /// <summary>The parameters that the optimiser trains.</summary>
    public IEnumerable<Parameter> Parameters => Trained.SelectMany(module => module.parameters());

    /// <summary>Whether all weights and statistics of the networks are finite numbers. To ask is to wait for a GPU.</summary>
    public bool HasFiniteWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        IEnumerable<Tensor> state = Networks.SelectMany(entry => entry.Network.state_dict().Values).Where(values => values.is_floating_point());
        return cat([.. state.Select(values => values.isfinite().all().view(1))], 0).all().item<bool>();
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Frees the parts of a network around one that stays somebody else's. Freeing the whole would free that too, as modules do with their parts.</summary>
    protected static void DisposeAround(Module whole, Module kept)
    {
        foreach (Module part in whole.children().Where(part => part != kept))
            part.Dispose();
    }
}
