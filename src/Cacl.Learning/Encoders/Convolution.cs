using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A convolution over pictures or clips with torch's names and first weights.</summary>
/// <remarks>
/// In: [count, channels in, (frames,) height, width]. Out: [count, channels out, ...], in bfloat16 where the product is taken in it: maps are
/// most of what training keeps, and batch norm, ReLU and maxima take them as they are. The fields' names are those that state dicts have.
/// </remarks>
internal sealed class Convolution : Module<Tensor, Tensor>, ITensorCoreLayer
{
    private readonly Parameter weight;
    private readonly Parameter? bias;
    private readonly long[] strides, padding;

    /// <summary>Draws the weights as torch does.</summary>
    /// <param name="channelsIn">Channels that come in.</param>
    /// <param name="channelsOut">Channels that go out.</param>
    /// <param name="kernel">The kernel's size over (frames,) height and width; edges are covered by half of it.</param>
    /// <param name="strides">The steps over the same axes.</param>
    /// <param name="hasBias">Whether a number is added to each channel.</param>
    public Convolution(long channelsIn, long channelsOut, long[] kernel, long[] strides, bool hasBias = false) : base(nameof(Convolution))
    {
        this.strides = strides;
        padding = [.. kernel.Select(size => size / 2)];
        weight = FirstWeights.Draw([channelsOut, channelsIn, .. kernel]);
        bias = hasBias ? FirstWeights.DrawBias(weight) : null;
        RegisterComponents();
    }

    /// <summary>[channels out, channels in, kernel].</summary>
    public Parameter Weight => weight;

    /// <summary>[channels out]; null where nothing is added.</summary>
    public Parameter? Bias => bias;

    /// <summary>The steps over (frames,) height and width.</summary>
    public IReadOnlyList<long> Strides => strides;

    /// <inheritdoc/>
    public TensorCoreUse TensorCores { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (TensorCores == default)
            return Convolve(input, weight, bias);
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = TensorCores.ChannelsLast ? WithChannelsLast(input) : input;
        return (TensorCores.Rounds ? RoundedProduct.Take(Convolve, maps, weight, bias) : Convolve(maps, weight, bias)).MoveToOuterDisposeScope();
    }

    private Tensor Convolve(Tensor maps, Tensor weights, Tensor? added) => strides.Length == 2
        ? functional.conv2d(maps, weights, added, strides: strides, padding: padding)
        : functional.conv3d(maps, weights, added, strides: strides, padding: padding);

    // The same tensor, whose channels lie side by side: what torch calls channels_last. What lies so already is not copied, and what a
    // convolution, batch norm and the rest make of it lies so too; so a network's first convolution alone pays.
    private static Tensor WithChannelsLast(Tensor maps)
    {
        int axes = (int)maps.dim();
        long[] last = [0, .. Enumerable.Range(2, axes - 2).Select(axis => (long)axis), 1];
        long[] back = [0, axes - 1, .. Enumerable.Range(1, axes - 2).Select(axis => (long)axis)];
        return maps.permute(last).contiguous().permute(back);
    }
}
