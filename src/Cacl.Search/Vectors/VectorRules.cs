namespace Cacl.Search;

/// <summary>Which vectors an index takes, as entries and as queries, and in what form it keeps them.</summary>
internal static class VectorRules
{
    /// <summary>The most elements of a vector.</summary>
    public const int MostElements = 65_536;

    /// <summary>The greatest Euclidean length of a vector: products of two that long are far from where single precision ends.</summary>
    public const double GreatestNorm = 1e15;

    // A row begins at a cache line, and the exact product needs whole steps.
    private const int Step = ExactProduct.Step;

    /// <summary>The elements that a row takes with the zeros behind it.</summary>
    public static int StrideOf(int length) => (length + Step - 1) / Step * Step;

    /// <summary>Checks a vector and writes it as it is kept.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="length">The elements that it must have.</param>
    /// <param name="similarity">Whether it is scaled.</param>
    /// <param name="row">Takes it; as many elements at the least.</param>
    /// <param name="what">What the vector is, for messages.</param>
    /// <returns>Its Euclidean length as it is kept.</returns>
    /// <exception cref="ArgumentException">It is none that an index takes.</exception>
    public static double Write(ReadOnlySpan<float> vector, int length, SearchSimilarity similarity, Span<float> row, string what)
    {
        if (vector.Length != length)
            throw new ArgumentException($"{what} has {vector.Length} elements; those of this index have {length}.");
        double squares = 0;
        for (int i = 0; i < length; i++)
        {
            if (!float.IsFinite(vector[i]))
                throw new ArgumentException($"{what} has {vector[i]} as element {i}; every element must be a finite number.");
            squares += (double)vector[i] * vector[i];
        }
        double norm = Math.Sqrt(squares);
        if (similarity == SearchSimilarity.InnerProduct)
        {
            if (norm > GreatestNorm)
                throw new ArgumentException($"{what} has the length {norm:g3}; the greatest that inner products are made of is {GreatestNorm:g3}.");
            vector.CopyTo(row);
            return norm;
        }
        if (norm == 0)
            throw new ArgumentException($"{what} is all zeros; it has no direction, and so no cosine.");
        for (int i = 0; i < length; i++)
            row[i] = (float)(vector[i] / norm);
        // Rounding to single precision moves the length away from 1 by less than this.
        return 1 + 1e-6;
    }

    /// <summary>The greatest Euclidean length of a block's rows with what fills them up; no number where they hold something that is none.</summary>
    public static unsafe double GreatestNormOf(VectorBlocks vectors, int block)
    {
        double greatest = 0;
        double[] row = new double[vectors.Stride];
        float* elements = vectors.Block(block);
        fixed (double* doubles = row)
        {
            for (int rows = vectors.RowsOf(block); rows > 0; rows--, elements += row.Length)
            {
                for (int i = 0; i < row.Length; i++)
                    row[i] = elements[i];
                greatest = Math.Max(greatest, Math.Sqrt(ExactProduct.Of(doubles, elements, row.Length)));
            }
        }
        return greatest;
    }
}
