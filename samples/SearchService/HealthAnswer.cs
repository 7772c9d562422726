namespace Cacl.Samples.SearchService;

/// <summary>What the service says of itself.</summary>
/// <param name="Status">ok.</param>
/// <param name="Videos">Videos of the index.</param>
/// <param name="Length">Elements of a vector.</param>
/// <param name="Working">Uploads that are worked on just now.</param>
/// <param name="MostUploadBytes">The largest upload.</param>
internal sealed record HealthAnswer(string Status, int Videos, int Length, int Working, long MostUploadBytes);
