using Cacl.Learning;
using Cacl.Reports;

namespace Cacl.Demo;

/// <summary>Picks queries for the report's gallery and pictures what each network finds for them.</summary>
internal sealed class GalleryBuilder(CancellationToken cancellation)
{
    private const int Rows = 8;
    private const int Neighbours = 6;
    private const int ThumbnailWidth = 200;

    private readonly Dictionary<VideoPart, GalleryImage> images = [];

    /// <summary>Queries at even distances in their list: none is picked for how well it does.</summary>
    internal IReadOnlyList<GalleryRow> Build(Embeddings trained, Embeddings untrained)
    {
        int count = Math.Min(Rows, trained.QueryParts.Count);
        int[] picked = [.. Enumerable.Range(0, count).Select(row => (int)((row + .5) * trained.QueryParts.Count / count))];
        return [.. picked.Select(query => new GalleryRow(Picture(trained.QueryParts[query]), [new(Nearest(trained, query), "Trained"), new(Nearest(untrained, query), "Untrained")]))];
    }

    private GalleryNeighbour[] Nearest(Embeddings embeddings, int query)
    {
        var found = Learning.Neighbours.Find(embeddings.Gallery, [embeddings.Queries[query]], Neighbours)[0];
        return [.. found.Select(hit =>
        {
            var part = embeddings.GalleryParts[hit.Row];
            return new GalleryNeighbour(Picture(part), hit.Similarity, part.Answer == embeddings.QueryParts[query].Answer);
        })];
    }

    private GalleryImage Picture(VideoPart part)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!images.TryGetValue(part, out var image))
            images[part] = image = new GalleryImage(MiddleFrame.Jpeg(part.Path, part.Segment, ThumbnailWidth), Path.GetFileName(part.Name), part.Class);
        return image;
    }
}
