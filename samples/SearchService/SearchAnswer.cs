namespace Cacl.Samples.SearchService;

/// <summary>What a search found.</summary>
/// <param name="Name">What the client calls the upload.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Neighbours">The nearest first.</param>
internal sealed record SearchAnswer(string Name, long Bytes, IReadOnlyList<Neighbour> Neighbours);
