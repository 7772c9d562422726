namespace Cacl.Learning;

/// <summary>CACL's positive pairs: q CNN query, k CNN key, tq transformer query, tk transformer key.</summary>
[Flags]
public enum CaclPositives
{
    /// <summary>(q, k), the CNN with itself.</summary>
    QueryKey = 1,

    /// <summary>(q, tq), the CNN with the transformer.</summary>
    QueryTransformerQuery = 2,

    /// <summary>(q, tk), the CNN with the transformer's momentum twin.</summary>
    QueryTransformerKey = 4,

    /// <summary>(tq, tk), the transformer with itself.</summary>
    TransformerQueryTransformerKey = 8,

    /// <summary>All four, as in the paper.</summary>
    All = QueryKey | QueryTransformerQuery | QueryTransformerKey | TransformerQueryTransformerKey,
}
