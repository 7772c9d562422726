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
        var galleryView = View(plan.Gallery, gallery);
        var queryView = View(plan.Queries, queries);
        var paths = plan.Unseen.Select(video => video.Path).ToArray();
        int clipsPerVideo = Math.Clamp(WantedDegreeClips / paths.Length, 4, 40);
        var measures = new Measures
        {
            Retrieval = ml.Video().Evaluate.Retrieval(galleryView, queryView, k: Ks).RecallAt,
            NearestNeighbour = plan.Protocol switch
            {
                Protocol.TrainToValidate => ml.Video().Evaluate.NearestNeighbours(galleryView, queryView).Accuracy,
                _ => plan.HasClasses ? OtherVideos.NearestNeighbour(embeddings) : null,
            },
            ClassifierAccuracy = classification?.Accuracy(ml, embeddings, cancellation),
            ShuffleDegree = network.Training.DegreeClassifier?.Evaluate(paths, plan.UnseenSegment, clipsPerVideo, seed, cancellation),
        };
        return (measures, embeddings);
    }

    internal Measures ByChance() => new()
    {
        Retrieval = Ks.ToDictionary(k => k, k => Chance.Retrieval(plan.Gallery, plan.Queries, k)),
        NearestNeighbour = plan.HasClasses ? OtherVideos.Chance(plan.Gallery, plan.Queries) : null,
        ClassifierAccuracy = classification?.Chance,
    };

    /// <summary>Embeds videos through the trained component of the pipeline, which decodes and computes a row at a time.</summary>
    private float[][] Embed(string what, VideoEmbeddingTransformer network, IReadOnlyList<VideoPart> parts)
    {
        var vectors = new float[parts.Count][];
        var videos = ml.Data.LoadFromEnumerable(parts.Select(part => new VideoRow { VideoPath = part.Path }));
        var embedded = network.WithSegment(parts[0].Segment).Transform(videos);
        int done = 0;
        foreach (var row in ml.Data.CreateEnumerable<EmbeddedVideo>(embedded, reuseRowObject: false))
        {
            vectors[done++] = row.Features;
            progress.Count(what, done, parts.Count);
            cancellation.ThrowIfCancellationRequested();
        }
        return vectors;
    }

    private IDataView View(IReadOnlyList<VideoPart> parts, float[][] vectors) =>
        EmbeddedVideo.View(ml, parts.Select((part, i) => new EmbeddedVideo { Label = part.Answer, Features = vectors[i] }), vectors[0].Length);
}
