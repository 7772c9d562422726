namespace Cacl.Search;

/// <summary>A row that a search found.</summary>
/// <param name="Row">The row in the index, from 0 in the order in which vectors were added.</param>
/// <param name="Entry">What it stands for.</param>
/// <param name="Similarity">How similar it is to the query; the larger, the nearer.</param>
public readonly record struct SearchHit(int Row, SearchEntry Entry, double Similarity);
