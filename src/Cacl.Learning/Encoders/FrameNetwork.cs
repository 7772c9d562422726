using Cacl.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>A 2D residual network, which turns single frames into feature vectors; its parameters have torchvision's names.</summary>
/// <remarks>In: float [frames, 3, height, width], pixels from 0 to 1. Out: float [frames, <see cref="FeatureLength"/>].</remarks>
public sealed class FrameNetwork : Module<Tensor, Tensor>, IExported
{
    private readonly PixelNormalization normalization;
    private readonly bool pool;
    private readonly Convolution conv1;
    private readonly BatchNorm bn1;
    private readonly List<Sequential> stages = [];

    /// <summary>Makes the network with weights drawn from torch's random generator.</summary>
    /// <param name="architecture">The sizes of its parts.</param>
    public FrameNetwork(FrameArchitecture architecture) : base(nameof(FrameNetwork))
    {
        FeatureLength = architecture.FeatureLength;
        normalization = architecture.Normalization;
        pool = architecture.StemPool;
        int channels = architecture.Channels[0];
        conv1 = new Convolution(3, channels, [architecture.StemKernelSize, architecture.StemKernelSize], [2, 2]);
        bn1 = new BatchNorm(channels);
        RegisterComponents();
        for (int stage = 0; stage < architecture.Channels.Count; stage++)
        {
            var blocks = new List<Module<Tensor, Tensor>>();
            for (int block = 0; block < architecture.Blocks[stage]; block++)
            {
                int width = architecture.Channels[stage], stride = stage > 0 && block == 0 ? 2 : 1;
                blocks.Add(new FrameNetworkBlock(channels, width, width * architecture.Expansion, stride, architecture.Bottleneck));
                channels = width * architecture.Expansion;
            }

            stages.Add(Sequential(blocks));
            register_module($"layer{stage + 1}", stages[^1]);
        }

        foreach (Convolution convolution in modules().OfType<Convolution>())
            init.kaiming_normal_(convolution.Weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
    }

    /// <summary>Length of a frame's feature vector.</summary>
    public int FeatureLength { get; }

    /// <summary>Takes over weights that were trained elsewhere.</summary>
    /// <remarks>
    /// The parameters have torchvision's names; of a MoCo checkpoint, the query network is read. The classifier or head is left
    /// out, and batch norm's count of batches may be missing. All floating types are converted.
    /// </remarks>
    /// <example>
    /// Python, with torch and safetensors, makes such a file of a MoCo checkpoint:
    /// <code>
    /// python -c "import torch, safetensors.torch as s; s.save_file(torch.load('moco.pth', map_location='cpu')['state_dict'], 'moco.safetensors')"
    /// </code>
    /// </example>
    /// <param name="path">A safetensors file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or its weights are not this network's; the message says what differs.</exception>
    public void LoadWeights(string path) => StateDict.LoadPublished(this, path);

    /// <summary>What the last convolution gives, before it is averaged over pixels.</summary>
    /// <param name="frames">Float [frames, 3, height, width], pixels from 0 to 1.</param>
    /// <returns>Float [frames, <see cref="FeatureLength"/>, height, width], each edge shorter by what the stages halve.</returns>
    public Tensor Maps(Tensor frames)
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor convolved = conv1.call(normalization.Apply(frames));
        Tensor maps = bn1.call(convolved).relu_();
        if (pool)
            maps = functional.max_pool2d(maps, [3, 3], strides: [2, 2], padding: [1, 1]);
        foreach (Sequential stage in stages)
        {
            using Tensor last = maps;
            maps = stage.call(last);
        }

        return maps.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Tensor maps = Maps(input);
        return Pooling.Mean(maps);   // [frames, channels]
    }

    string IExported.Export(GraphBuilder graph, string input)
    {
        FrameMaps maps = FrameMaps.OfPictures(graph, normalization.Export(graph, input, axes: 2)).Layers(conv1, bn1).Relu();
        if (pool)
            maps = maps.MaxPool(3, stride: 2);
        return maps.Layers(stages).Mean();   // [frames, channels]
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            conv1.Dispose();
            bn1.Dispose();
            stages.ForEach(stage => stage.Dispose());
        }

        base.Dispose(disposing);
    }
}
