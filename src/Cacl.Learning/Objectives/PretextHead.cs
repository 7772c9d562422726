using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Answers a pretext question from the features of its items: a hidden layer over each pair of them, or over all at once, then the classes.</summary>
/// <remarks>
/// In: float [clips, items, feature length]. Out: logits, float [clips, classes]. All pairs go through the same hidden layer; its outputs are
/// put side by side. Source: Lee et al., arXiv 1708.01246, whose head VCOP takes over.
/// </remarks>
internal sealed class PretextHead : Module<Tensor, Tensor>
{
    private readonly int[][] groups;   // which items each group holds
    private readonly Linear hidden;
    private readonly Dropout dropout;
    private readonly Linear classes;

    public PretextHead(PretextTask task, int featureLength, int width, double dropoutProbability) : base(nameof(PretextHead))
    {
        int[] items = [.. Enumerable.Range(0, task.Items)];
        groups = task.IsPairwise ? [.. items.SelectMany(first => items[(first + 1)..].Select(second => (int[])[first, second]))] : [items];
        hidden = new Linear(groups[0].Length * featureLength, width);
        dropout = Dropout(dropoutProbability);
        classes = new Linear(groups.Length * width, task.Classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        IEnumerable<Tensor> active = groups.Select(group =>
            functional.relu(hidden.call(cat([.. group.Select(item => features.select(1, item))], 1))));   // [clips, width] each
        return classes.call(dropout.call(cat([.. active], 1))).MoveToOuterDisposeScope();
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
