using Cacl.Learning;

namespace Cacl.Demo;

/// <summary>How often the nearest other video is of the query's class.</summary>
/// <remarks>A query's own video does not count, nor do queries whose class has no other video: there is nothing to find for them.</remarks>
internal static class OtherVideos
{
    internal static double? NearestNeighbour(Embeddings embeddings)
    {
        var gallery = embeddings.GalleryParts;
        int[] askable = Askable(gallery, embeddings.QueryParts);
        if (askable.Length == 0)
            return null;
        var found = Neighbours.Find(
            embeddings.Gallery, [.. askable.Select(query => embeddings.Queries[query])], 1,
            (query, row) => gallery[row].Path == embeddings.QueryParts[askable[query]].Path);
        return askable.Index().Average(query => gallery[found[query.Index][0].Row].Class == embeddings.QueryParts[query.Item].Class ? 1.0 : 0);
    }

    internal static double? Chance(IReadOnlyList<VideoPart> gallery, IReadOnlyList<VideoPart> queries)
    {
        int[] askable = Askable(gallery, queries);
        if (askable.Length == 0)
            return null;
        return askable.Average(query =>
        {
            VideoPart[] others = [.. gallery.Where(part => part.Path != queries[query].Path)];
            return others.Count(part => part.Class == queries[query].Class) / (double)others.Length;
        });
    }

    private static int[] Askable(IReadOnlyList<VideoPart> gallery, IReadOnlyList<VideoPart> queries) =>
        [.. Enumerable.Range(0, queries.Count).Where(query => gallery.Any(part => part.Class == queries[query].Class && part.Path != queries[query].Path))];
}
