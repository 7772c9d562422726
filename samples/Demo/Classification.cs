using Microsoft.ML;

namespace Cacl.Demo;

/// <summary>An ML.NET classifier on top of an embedding: which videos it learns from, which it is tested on.</summary>
internal sealed class Classification
{
    private readonly int[] learned;   // rows of the gallery
    private readonly int[] tested;    // queries

    private Classification(int[] learned, int[] tested, double chance)
    {
        this.learned = learned;
        this.tested = tested;
        Chance = chance;
    }

    /// <summary>Accuracy of always naming the commonest class.</summary>
    internal double Chance { get; }

    /// <summary>Gives null when no class has both a video to learn from and one to be tested on.</summary>
    internal static Classification? Of(Plan plan)
    {
        var gallery = plan.Gallery;
        var queries = plan.Queries;
        var heldOut = plan.Protocol == Protocol.TrainToValidate ? [.. queries.Select(part => part.Path)] : HeldOut(queries);
        int[] learned = [.. Enumerable.Range(0, gallery.Count).Where(row => !heldOut.Contains(gallery[row].Path))];
        var classes = learned.Select(row => gallery[row].Class).ToHashSet();
        int[] tested = [.. Enumerable.Range(0, queries.Count).Where(query => heldOut.Contains(queries[query].Path) && classes.Contains(queries[query].Class))];
        if (tested.Length == 0 || classes.Count < 2)
            return null;
        return new Classification(learned, tested, Demo.Chance.Classifier(learned.Select(row => gallery[row]), [.. tested.Select(query => queries[query])]));
    }

    internal double Accuracy(MLContext ml, Embeddings embeddings, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int length = embeddings.Gallery[0].Length;
        var examples = EmbeddedVideo.View(ml, learned.Select(row => new EmbeddedVideo { Label = embeddings.GalleryParts[row].Class!, Features = embeddings.Gallery[row] }), length);
        var tests = EmbeddedVideo.View(ml, tested.Select(query => new EmbeddedVideo { Label = embeddings.QueryParts[query].Class!, Features = embeddings.Queries[query] }), length);

        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        var model = pipeline.Fit(examples);
        return ml.MulticlassClassification.Evaluate(model.Transform(tests)).MicroAccuracy;
    }

    /// <summary>The last third of each class, at least one video of each class that has two.</summary>
    private static HashSet<string> HeldOut(IReadOnlyList<VideoPart> parts) =>
        [.. parts.GroupBy(part => part.Class).Where(group => group.Count() > 1).SelectMany(group => group.TakeLast(Math.Max(1, group.Count() / 3)).Select(part => part.Path))];
}
