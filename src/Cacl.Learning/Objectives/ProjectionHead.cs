using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A perceptron from features to the vectors that are contrasted: hidden layers with batch norm and ReLU, and a linear one.</summary>
/// <remarks>In: float [clips, feature length]. Out: float [clips, embedding length], not normalised.</remarks>
internal sealed class ProjectionHead : Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    public ProjectionHead(int featureLength, int width, int hiddenLayers, int embeddingLength) : base(nameof(ProjectionHead))
    {
        var modules = new List<Module<Tensor, Tensor>>();
        for (int layer = 0; layer < hiddenLayers; layer++)
            modules.AddRange([new Linear(layer == 0 ? featureLength : width, width), new BatchNorm(width), ReLU()]);
        modules.Add(new Linear(hiddenLayers == 0 ? featureLength : width, embeddingLength));
        layers = Sequential(modules);
        RegisterComponents();
    }

    /// <summary>The head with so many hidden layers; without any, a linear layer and nothing else.</summary>
    public static Module<Tensor, Tensor> Of(int featureLength, int width, int hiddenLayers, int embeddingLength) =>
        hiddenLayers == 0 ? new Linear(featureLength, embeddingLength) : new ProjectionHead(featureLength, width, hiddenLayers, embeddingLength);

    public override Tensor forward(Tensor features) => layers.call(features);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            layers.Dispose();
        base.Dispose(disposing);
    }
}
