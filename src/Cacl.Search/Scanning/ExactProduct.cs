using System.Runtime.Intrinsics;

namespace Cacl.Search;

/// <summary>The inner product that decides which rows are nearest.</summary>
/// <remarks>
/// The product of two floats is exact in double precision, and sums are made in one fixed order, so a query and a row have the
/// same similarity on every machine, in every batch and on any number of threads.
/// </remarks>
internal static unsafe class ExactProduct
{
    /// <summary>The elements that are multiplied at a time: element i goes into sum i mod 16.</summary>
    public const int Step = 16;

    /// <summary>The product of a query and a row, both with zeros up to a whole number of steps.</summary>
    public static double Of(double* query, float* row, int stride)
    {
        Vector256<double> a = default, b = default, c = default, d = default;
        for (int i = 0; i < stride; i += Step)
        {
            (Vector256<double> first, Vector256<double> second) = Vector256.Widen(Vector256.Load(row + i));
            (Vector256<double> third, Vector256<double> fourth) = Vector256.Widen(Vector256.Load(row + i + 8));
            a += first * Vector256.Load(query + i);
            b += second * Vector256.Load(query + i + 4);
            c += third * Vector256.Load(query + i + 8);
            d += fourth * Vector256.Load(query + i + 12);
        }
        Vector256<double> sums = a + b + (c + d);
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }
}
