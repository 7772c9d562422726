using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A network that turns clips into pooled feature vectors.</summary>
/// <remarks>In: float [clips, 3, frames, height, width], pixels from 0 to 1. Out: float [clips, <see cref="FeatureLength"/>].</remarks>
public abstract class ClipNetwork : Module<Tensor, Tensor>, IExported
{
    private readonly PixelNormalization normalization;

    /// <summary>Takes what every network of clips has.</summary>
    /// <param name="name">The network's name.</param>
    /// <param name="architecture">Its shape.</param>
    protected ClipNetwork(string name, EncoderArchitecture architecture) : base(name)
    {
        normalization = architecture.Normalization;
        FeatureLength = architecture.FeatureLength;
    }

    /// <summary>Length of a clip's feature vector.</summary>
    public int FeatureLength { get; }

    /// <summary>What the last convolution gives, before it is averaged over frames and pixels.</summary>
    /// <param name="clips">Float [clips, 3, frames, height, width].</param>
    /// <returns>Float [clips, <see cref="FeatureLength"/>, frames, height, width], each axis as often halved as the network does.</returns>
    public Tensor Maps(Tensor clips)
    {
        using Tensor normalized = normalization.Apply(clips);
        return Convolve(normalized);
    }

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor input)
    {
        using Tensor maps = Maps(input);   // [clips, channels, frames, height, width]
        return Pooling.Mean(maps);         // [clips, channels]
    }

    /// <summary>Takes over weights that were trained elsewhere.</summary>
    /// <remarks>
    /// For the residual networks, the parameters have torchvision's names. DataParallel's prefix is taken away, the classifier is
    /// left out, and batch norm's count of batches may be missing. All floating types are converted.
    /// </remarks>
    /// <example>
    /// Python, with torchvision and safetensors, writes such a file:
    /// <code>
    /// python -c "import torchvision, safetensors.torch as s; s.save_file(torchvision.models.video.r3d_18(weights='DEFAULT').state_dict(), 'r3d_18.safetensors')"
    /// </code>
    /// </example>
    /// <param name="path">A safetensors file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or its weights are not this network's; the message says what differs.</exception>
    public void LoadWeights(string path) => StateDict.LoadPublished(this, path);

    string IExported.Export(GraphBuilder graph, string input) =>
        ExportFeatures(graph, normalization.Export(graph, input, axes: 3));

    /// <summary>Adds everything behind the normalisation to an ONNX graph.</summary>
    /// <param name="graph">Takes the operators.</param>
    /// <param name="clips">The name of float [clips, 3, frames, height, width], normalised.</param>
    /// <returns>The name of float [clips, <see cref="FeatureLength"/>].</returns>
    internal abstract string ExportFeatures(GraphBuilder graph, string clips);

    /// <summary>Everything before the average.</summary>
    /// <param name="clips">Float [clips, 3, frames, height, width], normalised.</param>
    protected abstract Tensor Convolve(Tensor clips);

    /// <summary>Draws the weights of all convolutions as He et al. do, by what goes out of them, and sets their biases to 0.</summary>
    protected void DrawWeights()
    {
        foreach (Convolution convolution in modules().OfType<Convolution>())
        {
            init.kaiming_normal_(convolution.Weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
            if (convolution.Bias is { } bias)
                init.zeros_(bias);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Module part in children())
                part.Dispose();
        }

        base.Dispose(disposing);
    }
}
