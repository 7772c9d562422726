namespace Cacl.Demo;

/// <summary>One network's vectors of the gallery and the queries.</summary>
internal sealed record Embeddings(
    IReadOnlyList<VideoPart> GalleryParts,
    IReadOnlyList<float[]> Gallery,
    IReadOnlyList<VideoPart> QueryParts,
    IReadOnlyList<float[]> Queries);
