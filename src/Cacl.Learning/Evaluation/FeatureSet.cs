namespace Cacl.Learning;

/// <summary>Feature vectors with a label each.</summary>
/// <param name="Features">One vector a row, all of one length.</param>
/// <param name="Labels">One label a row.</param>
public sealed record FeatureSet(IReadOnlyList<float[]> Features, IReadOnlyList<string> Labels)
{
    /// <summary>Rows.</summary>
    public int Count => Features.Count;

    internal void Check(string name)
    {
        if (Features.Count == 0)
            throw new ArgumentException($"The {name} have no rows.", name);
        if (Features.Count != Labels.Count)
            throw new ArgumentException($"The {name} have {Features.Count} feature vectors and {Labels.Count} labels; it needs as many of the one as of the other.", name);
        if (Features.FirstOrDefault(row => row.Length != Features[0].Length) is { } odd)
            throw new ArgumentException($"The {name} have feature vectors of {Features[0].Length} and of {odd.Length} values; they must be of one length.", name);
    }

    internal static void CheckPair(FeatureSet gallery, FeatureSet queries)
    {
        gallery.Check(nameof(gallery));
        queries.Check(nameof(queries));
        if (gallery.Features[0].Length != queries.Features[0].Length)
            throw new ArgumentException($"Gallery vectors have {gallery.Features[0].Length} values and query vectors {queries.Features[0].Length}; they must be of one length.", nameof(queries));
    }
}
