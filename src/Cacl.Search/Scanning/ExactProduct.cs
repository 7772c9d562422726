using System.Runtime.CompilerServices;
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
            a = Add(a, row + i, query + i);
            b = Add(b, row + i + 4, query + i + 4);
            c = Add(c, row + i + 8, query + i + 8);
            d = Add(d, row + i + 12, query + i + 12);
        }
        Vector256<double> sums = a + b + (c + d);
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }

    // Fused or not, the sum is the same: the product is exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Add(Vector256<double> sum, float* row, double* query) =>
        Vector256.MultiplyAddEstimate(Vector256.WidenLower(Vector128.Load(row).ToVector256Unsafe()), Vector256.Load(query), sum);
}
