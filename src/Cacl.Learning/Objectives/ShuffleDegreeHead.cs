using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Predicts the shuffle degree from the features of a clip and of its shuffled twin.</summary>
/// <remarks>In: float [clips, 2 * feature length]. Out: logits, float [clips, degree classes].</remarks>
internal sealed class ShuffleDegreeHead : Module<Tensor, Tensor>
{
    private readonly Linear hidden;
    private readonly Dropout dropout;
    private readonly Linear classes;

    public ShuffleDegreeHead(int featureLength, int width, double dropoutProbability, int classCount) : base(nameof(ShuffleDegreeHead))
    {
        hidden = new Linear(2 * featureLength, width);
        dropout = Dropout(dropoutProbability);
        classes = new Linear(width, classCount);
        RegisterComponents();
    }

    public override Tensor forward(Tensor features)
    {
        using Tensor raw = hidden.call(features);
        using Tensor active = functional.relu(raw);
        using Tensor kept = dropout.call(active);
        return classes.call(kept);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hidden.Dispose();
            dropout.Dispose();
            classes.Dispose();
        }

        base.Dispose(disposing);
    }
}
