namespace Cacl.Search;

/// <summary>What makes two vectors similar.</summary>
public enum SearchSimilarity
{
    /// <summary>The cosine of the angle between them, -1 to 1. Vectors are scaled to length 1 when they are added; one of zeros is refused.</summary>
    Cosine = 0,

    /// <summary>Their inner product. Vectors stay as they are.</summary>
    InnerProduct = 1,
}
