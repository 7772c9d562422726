using Cacl.Search;

namespace Cacl.Cli;

/// <summary>A video that is searched with.</summary>
/// <param name="Video">The video and its vector.</param>
/// <param name="IsIndexed">Whether the vector is the index's own, so that the video itself is no answer.</param>
internal sealed record SearchQuery(VideoVector Video, bool IsIndexed)
{
    /// <summary>The nearest others of each query.</summary>
    internal static IReadOnlyList<(SearchQuery Query, SearchHit[] Hits)> Search(SearchIndex index, IReadOnlyList<SearchQuery> queries, int k, CancellationToken cancellation)
    {
        // One more than wanted for each row that is the query itself.
        int own = queries.Max(query => query.IsIndexed ? index.Entries.Count(entry => entry.Id == query.Video.Path) : 0);
        IReadOnlyList<IReadOnlyList<SearchHit>> found = index.Search([.. queries.Select(query => query.Video.Features)], k + own, cancellation: cancellation);
        return [.. queries.Zip(found, (query, hits) => (query, hits.Where(hit => !query.IsIndexed || hit.Entry.Id != query.Video.Path).Take(k).ToArray()))];
    }
}
