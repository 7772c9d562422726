namespace Cacl.Learning;

/// <summary>Projects vectors onto the two directions of their largest variance.</summary>
/// <remarks>
/// Subspace iteration on the covariance, which is never formed: eight directions are carried along so that two
/// close eigenvalues do not slow the first two down, and a small eigenproblem sorts them out at the end.
/// </remarks>
internal static class PrincipalPlane
{
    private const int Directions = 8;
    private const int Iterations = 60;

    internal static ((double X, double Y)[] Points, double Explained) Project(IReadOnlyList<float[]> vectors)
    {
        int count = vectors.Count;
        if (count == 0)
            return ([], 0);
        int length = vectors[0].Length;
        var centred = Centre(vectors, length);
        double total = centred.Sum(row => Dot(row, row));
        if (!(total > 0) || double.IsInfinity(total))
            return (new (double, double)[count], 0);

        var basis = new double[Math.Min(Directions, length)][];
        var random = new Random(1);
        for (int k = 0; k < basis.Length; k++)
            basis[k] = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - .5)];
        Orthonormalise(basis);
        for (int i = 0; i < Iterations; i++)
        {
            basis = [.. basis.Select(direction => Covariance(centred, direction))];
            Orthonormalise(basis);
        }

        var images = basis.Select(direction => Covariance(centred, direction)).ToArray();
        var small = new double[basis.Length, basis.Length];
        for (int i = 0; i < basis.Length; i++)
            for (int j = 0; j < basis.Length; j++)
                small[i, j] = (Dot(basis[i], images[j]) + Dot(basis[j], images[i])) / 2;
        var (values, rotation) = SymmetricEigen.Decompose(small);

        var first = Combine(basis, rotation, 0);
        var second = basis.Length > 1 ? Combine(basis, rotation, 1) : new double[length];
        double explained = (values[0] + (basis.Length > 1 ? values[1] : 0)) / total;
        return ([.. centred.Select(row => (Dot(row, first), Dot(row, second)))], Math.Clamp(explained, 0, 1));
    }

    private static double[][] Centre(IReadOnlyList<float[]> vectors, int length)
    {
        var mean = new double[length];
        foreach (var vector in vectors)
        {
            if (vector.Length != length)
                throw new ArgumentException($"One embedding has {vector.Length} values and the first has {length}; all must have the same number.", nameof(vectors));
            for (int d = 0; d < length; d++)
                mean[d] += vector[d] / (double)vectors.Count;
        }
        return [.. vectors.Select(vector => vector.Select((value, d) => value - mean[d]).ToArray())];
    }

    private static double[] Covariance(double[][] rows, double[] direction)
    {
        var result = new double[direction.Length];
        foreach (var row in rows)
        {
            double along = Dot(row, direction);
            for (int d = 0; d < result.Length; d++)
                result[d] += along * row[d];
        }
        return result;
    }

    private static void Orthonormalise(double[][] basis)
    {
        for (int k = 0; k < basis.Length; k++)
        {
            double before = Math.Sqrt(Dot(basis[k], basis[k]));
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < k; j++)
                {
                    double along = Dot(basis[k], basis[j]);
                    for (int d = 0; d < basis[k].Length; d++)
                        basis[k][d] -= along * basis[j][d];
                }
            double norm = Math.Sqrt(Dot(basis[k], basis[k]));
            // A direction without variance of its own is left out rather than blown up from rounding noise.
            double scale = norm > before * 1e-12 && norm > 0 ? 1 / norm : 0;
            for (int d = 0; d < basis[k].Length; d++)
                basis[k][d] *= scale;
        }
    }

    private static double[] Combine(double[][] basis, double[,] rotation, int column)
    {
        var result = new double[basis[0].Length];
        for (int k = 0; k < basis.Length; k++)
            for (int d = 0; d < result.Length; d++)
                result[d] += rotation[k, column] * basis[k][d];
        // An eigenvector's sign is arbitrary; fixing it keeps two runs' maps from being mirror images.
        if (result.MaxBy(Math.Abs) < 0)
            for (int d = 0; d < result.Length; d++)
                result[d] = -result[d];
        return result;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int d = 0; d < a.Length; d++)
            sum += a[d] * b[d];
        return sum;
    }
}
