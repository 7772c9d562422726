namespace Cacl.ML;

/// <summary>A hash that is the same in every process.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a over the text's UTF-16 code units.</summary>
    public static long Of(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char unit in text)
            hash = (hash ^ unit) * 1099511628211;
        return (long)hash;
    }
}
