using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A copy of a network that follows it slowly and takes no gradient.</summary>
/// <remarks>twin = m * twin + (1 - m) * network, over the parameters; the twin keeps batch norm statistics of its own.</remarks>
/// <typeparam name="TNetwork">The network's type.</typeparam>
public sealed class MomentumTwin<TNetwork> : IDisposable where TNetwork : Module<Tensor, Tensor>
{
    private readonly (Parameter Twin, Parameter Online)[] pairs;

    /// <summary>Makes the twin a copy of the network.</summary>
    /// <param name="online">The network that is trained.</param>
    /// <param name="twin">A network of the same shape; its weights are replaced.</param>
    public MomentumTwin(TNetwork online, TNetwork twin)
    {
        Network = twin;
        using IDisposable noGradient = no_grad();
        twin.load_state_dict(online.state_dict());
        foreach (Parameter parameter in twin.parameters())
            parameter.requires_grad = false;
        pairs = [.. twin.parameters().Zip(online.parameters())];
    }

    /// <summary>The twin, owned by this object.</summary>
    public TNetwork Network { get; }

    /// <summary>Moves the twin towards the network.</summary>
    /// <param name="momentum">m, from 0 (copy) to 1 (stay).</param>
    public void Update(double momentum)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        foreach ((Parameter twin, Parameter online) in pairs)
            twin.mul_(momentum).add_(online, 1 - momentum);
    }

    /// <summary>The twin's output, without gradient.</summary>
    /// <param name="input">What the network takes.</param>
    public Tensor Encode(Tensor input)
    {
        using IDisposable noGradient = no_grad();
        return Network.call(input);
    }

    /// <summary>Frees the twin.</summary>
    public void Dispose() => Network.Dispose();
}
