using Cacl.Learning;
using Cacl.ML;
using Microsoft.ML;

namespace Cacl.Demo;

/// <summary>Measures what an embedding is worth.</summary>
internal sealed class Evaluation(MLContext ml, Plan plan, int seed, ProgressLine progress, CancellationToken cancellation)
{
    private const int WantedDegreeClips = 800;
    private static readonly int[] Ks = [1, 5, 10];

    private readonly Classification? classification = plan.HasClasses ? Classification.Of(plan) : null;

    internal (Measures, Embeddings) Of(string name, VideoEmbeddingTransformer network)
    {
        var gallery = Embed($"Embedding with the {name} network, videos to find", network, plan.Gallery);
        var queries = Embed($"Embedding with the {name} network, videos to search with", network, plan.Queries);
        var embeddings = new Embeddings(plan.Gallery, gallery, plan.Queries, queries);
        var retrieval = RetrievalMetrics.Of(
            new FeatureSet(gallery, [.. plan.Gallery.Select(part => part.Answer)]),
            new FeatureSet(queries, [.. plan.Queries.Select(part => part.Answer)]),
            Ks);
        var paths = plan.Unseen.Select(video => video.Path).ToArray();
        int clipsPerVideo = Math.Clamp(WantedDegreeClips / paths.Length, 4, 40);
        var measures = new Measures
        {
            Retrieval = retrieval.RecallAt,
            NearestNeighbour = plan.HasClasses ? NearestNeighbour.Accuracy(embeddings) : null,
            ClassifierAccuracy = classification?.Accuracy(ml, embeddings, cancellation),
            ShuffleDegree = network.Training.DegreeClassifier.Evaluate(paths, plan.UnseenSegment, clipsPerVideo, seed, cancellation),
        };
        return (measures, embeddings);
    }

    internal Measures ByChance() => new()
    {
        Retrieval = Ks.ToDictionary(k => k, k => Chance.Retrieval(plan.Gallery, plan.Queries, k)),
        NearestNeighbour = plan.HasClasses ? NearestNeighbour.Chance(plan.Gallery, plan.Queries) : null,
        ClassifierAccuracy = classification?.Chance,
    };

    private float[][] Embed(string what, VideoEmbeddingTransformer network, IReadOnlyList<VideoPart> parts)
    {
        var vectors = new float[parts.Count][];
        for (int i = 0; i < parts.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            vectors[i] = network.Training.Encoder.Embed(parts[i].Path, parts[i].Segment);
            progress.Count(what, i + 1, parts.Count);
        }
        return vectors;
    }
}
