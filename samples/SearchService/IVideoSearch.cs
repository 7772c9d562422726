using Cacl.Clips;
using Cacl.Search;

namespace Cacl.Samples.SearchService;

/// <summary>Finds the videos of an index that are nearest to another.</summary>
internal interface IVideoSearch
{
    /// <summary>Videos of the index.</summary>
    int Count { get; }

    /// <summary>Elements of a vector.</summary>
    int Length { get; }

    /// <summary>What a row of the index stands for.</summary>
    SearchEntry Entry(int row);

    /// <summary>Finds the nearest videos, the nearest first.</summary>
    /// <param name="path">A video file.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the work soon.</param>
    /// <exception cref="VideoException">The file can't be read, is damaged, or is too short.</exception>
    /// <exception cref="RefusedUploadException">The video has a vector that can be compared with none.</exception>
    IReadOnlyList<SearchHit> Find(string path, int count, CancellationToken cancellation);
}
