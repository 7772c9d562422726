namespace Cacl.Search;

/// <summary>An exact index of vectors: it compares a query with every row, and finds the most similar ones.</summary>
/// <remarks>
/// <para>An index never changes, and any number of threads may search it at once. One that was disposed while a search runs lets that search end.</para>
/// <para>
/// Similarities are worked out in double precision, always in the same order, so that a query finds the same rows with the same
/// similarities alone and in a batch, with any number of threads and on any machine. Of rows that are equally similar the one
/// that was added first comes first.
/// </para>
/// </remarks>
public sealed class SearchIndex : IDisposable
{
    // What threads remember of a group's queries.
    private const int MostRemembered = 1 << 26;

    private readonly VectorBlocks _vectors;
    private readonly SearchEntry[] _entries;
    private readonly double _greatestNorm;

    internal SearchIndex(SearchSimilarity similarity, VectorBlocks vectors, SearchEntry[] entries, double greatestNorm)
    {
        Similarity = similarity;
        _vectors = vectors;
        _entries = entries;
        _greatestNorm = greatestNorm;
    }

    /// <summary>Gets the elements of a vector.</summary>
    public int Length => _vectors.Length;

    /// <summary>Gets what makes two vectors similar.</summary>
    public SearchSimilarity Similarity { get; }

    /// <summary>Gets what each row stands for.</summary>
    public IReadOnlyList<SearchEntry> Entries => _entries;

    /// <summary>Opens a saved index. Its vectors stay in the file, which is mapped into memory.</summary>
    /// <param name="path">The file. It may be replaced or deleted while the index is open, but not changed in place.</param>
    /// <returns>The index; disposing it closes the file.</returns>
    /// <remarks>All of the file is read once and checked, on all cores.</remarks>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, of a newer version, or no index; the message names the file and says which.</exception>
    public static SearchIndex Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return IndexFile.Read(path);
    }

    /// <summary>Saves the index.</summary>
    /// <param name="path">The file. It appears when it is whole; an older one of that name is replaced, and folders that lack are made.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be written.</exception>
    /// <exception cref="ObjectDisposedException">The index was disposed.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _vectors.Acquire();
        try
        {
            IndexFile.Write(path, Similarity, _vectors, _entries);
        }
        finally
        {
            _vectors.Release();
        }
    }

    /// <summary>Returns a copy of a row's vector, as the index holds it: scaled to length 1 where similarities are cosines.</summary>
    /// <param name="row">From 0 on.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ObjectDisposedException">The index was disposed.</exception>
    public float[] Vector(int row)
    {
        if (row < 0 || row >= _entries.Length)
            throw new ArgumentOutOfRangeException(nameof(row), row, $"The index has {_entries.Length} rows.");
        _vectors.Acquire();
        try
        {
            return _vectors.Row(row).ToArray();
        }
        finally
        {
            _vectors.Release();
        }
    }

    /// <summary>Finds the rows that are most similar to a query.</summary>
    /// <param name="query">As many elements as the index's vectors have, of any length where similarities are cosines.</param>
    /// <param name="k">How many rows, at least 1.</param>
    /// <param name="threads">The most threads to use, at least 1; null for one a core.</param>
    /// <returns>The nearest first; fewer than <paramref name="k"/> where the index has fewer.</returns>
    /// <exception cref="ArgumentException">The query has another number of elements, or one that is not finite, or is all zeros where similarities are cosines.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> or <paramref name="threads"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The index was disposed.</exception>
    public IReadOnlyList<SearchHit> Search(ReadOnlySpan<float> query, int k, int? threads = null) =>
        Search([query.ToArray()], k, threads)[0];

    /// <summary>Finds the rows that are most similar to each of several queries: much faster than one query after the other.</summary>
    /// <param name="queries">The queries, each with as many elements as the index's vectors have.</param>
    /// <param name="k">How many rows for each, at least 1.</param>
    /// <param name="threads">The most threads to use, at least 1; null for one a core.</param>
    /// <param name="cancellation">Ends the search early.</param>
    /// <returns>For each query the nearest rows, the nearest first; fewer than <paramref name="k"/> where the index has fewer.</returns>
    /// <exception cref="ArgumentException">A query has another number of elements, or one that is not finite, or is all zeros where similarities are cosines.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> or <paramref name="threads"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The index was disposed.</exception>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public IReadOnlyList<IReadOnlyList<SearchHit>> Search(IReadOnlyList<float[]> queries, int k, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        int most = Math.Min(k, _entries.Length), mostThreads = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(mostThreads, 1, nameof(threads));
        _vectors.Acquire();
        try
        {
            int size = (int)Math.Clamp(MostRemembered / (16L * Math.Max(1, most) * mostThreads), 1, Scan.MostQueries(Length));
            var found = new IReadOnlyList<SearchHit>[queries.Count];
            for (int first = 0; first < queries.Count; first += size)
            {
                QueryGroup group = GroupOf(queries, first, Math.Min(size, queries.Count - first));
                RowScore[][] rows = Scan.Run(_vectors, group, most, mostThreads, cancellation);
                for (int i = 0; i < rows.Length; i++)
                    found[first + i] = Array.ConvertAll(rows[i], score => new SearchHit(score.Row, _entries[score.Row], score.Similarity));
            }
            return found;
        }
        finally
        {
            _vectors.Release();
        }
    }

    /// <summary>Closes the file of a loaded index.</summary>
    public void Dispose() => _vectors.Dispose();

    private QueryGroup GroupOf(IReadOnlyList<float[]> queries, int first, int count)
    {
        var group = new QueryGroup(count, _vectors.Stride);
        for (int i = 0; i < count; i++)
        {
            float[] query = queries[first + i] ?? throw new ArgumentException($"Query {first + i} is null.", nameof(queries));
            group.Set(i, query, _vectors, _greatestNorm, Similarity, queries.Count == 1 ? "The query" : $"Query {first + i}");
        }
        return group;
    }
}
