namespace Cacl.Search;

/// <summary>Collects vectors for a <see cref="SearchIndex"/>. Serves one thread at a time.</summary>
public sealed class SearchIndexBuilder
{
    /// <summary>The most characters of an entry's name or label.</summary>
    public const int LongestText = 32_767;

    private readonly List<AlignedFloats> _blocks = [];
    private readonly List<SearchEntry> _entries = [];
    private readonly int _rowsPerBlock;
    private double _greatestNorm;
    private bool _isBuilt;

    /// <summary>Starts with no vectors.</summary>
    /// <param name="length">The elements of every vector, 1 to 65,536.</param>
    /// <param name="similarity">What makes two vectors similar.</param>
    /// <exception cref="ArgumentOutOfRangeException">There can be no such vectors, or there is no such similarity.</exception>
    public SearchIndexBuilder(int length, SearchSimilarity similarity = SearchSimilarity.Cosine)
    {
        if (length is < 1 or > VectorRules.MostElements)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"Vectors have 1 to {VectorRules.MostElements} elements.");
        if (!Enum.IsDefined(similarity))
            throw new ArgumentOutOfRangeException(nameof(similarity), similarity, "There is no such similarity.");
        Length = length;
        Similarity = similarity;
        _rowsPerBlock = VectorBlocks.RowsPerBlockFor(length);
    }

    /// <summary>Gets the elements of a vector.</summary>
    public int Length { get; }

    /// <summary>Gets what makes two vectors similar.</summary>
    public SearchSimilarity Similarity { get; }

    /// <summary>Gets the vectors that were added so far.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds a vector, which becomes the next row.</summary>
    /// <param name="id">What it stands for, for example a video's path; not empty.</param>
    /// <param name="vector">Its elements: finite numbers, and not all zeros where cosines are taken.</param>
    /// <param name="label">Its class; null where there is none.</param>
    /// <exception cref="ArgumentException">The index takes no such entry; the message tells what is wrong.</exception>
    /// <exception cref="InvalidOperationException">The index has been built.</exception>
    public void Add(string id, ReadOnlySpan<float> vector, string? label = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (_isBuilt)
            throw new InvalidOperationException("The index has been built; it takes no more vectors.");
        if (id.Length > LongestText || label?.Length > LongestText)
            throw new ArgumentException($"The name of an entry has {id.Length} characters and its label {label?.Length ?? 0}; each may have {LongestText}.");

        int row = _entries.Count % _rowsPerBlock;
        if (row == 0 && _blocks.Count * (long)_rowsPerBlock == _entries.Count)
            _blocks.Add(VectorBlocks.NewBlock(Length));
        double norm = VectorRules.Write(vector, Length, Similarity, _blocks[^1].Span.Slice(row * VectorRules.StrideOf(Length), Length), $"The vector of '{id}'");
        _greatestNorm = Math.Max(_greatestNorm, norm);
        _entries.Add(new SearchEntry(id, label));
    }

    /// <summary>Makes the index of what was added, which may be nothing. Nothing can be added any more.</summary>
    /// <exception cref="InvalidOperationException">The index has been built already.</exception>
    public SearchIndex Build()
    {
        if (_isBuilt)
            throw new InvalidOperationException("The index has been built already.");
        _isBuilt = true;
        return new SearchIndex(Similarity, new VectorBlocks(Length, _entries.Count, [.. _blocks]), [.. _entries], _greatestNorm);
    }
}
