namespace Cacl.Search;

/// <summary>A row and its similarity. The nearest comes first; of rows that are as near as each other, the one that was added first.</summary>
internal readonly record struct RowScore(double Similarity, int Row) : IComparable<RowScore>
{
    public int CompareTo(RowScore other)
    {
        int order = other.Similarity.CompareTo(Similarity);
        return order != 0 ? order : Row.CompareTo(other.Row);
    }
}
