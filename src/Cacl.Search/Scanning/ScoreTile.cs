using System.Runtime.CompilerServices;

namespace Cacl.Search;

/// <summary>The inner products, in single precision, of six rows and as many queries as fill two registers.</summary>
/// <remarks>
/// Rows stay as the index holds them: one element of a row at a time is multiplied with that of all queries, which lie beside each
/// other. The twelve sums never leave their registers, and are enough to keep the processor's multipliers busy.
/// </remarks>
internal static unsafe class ScoreTile
{
    public const int Rows = 6;

    /// <summary>The queries of a tile.</summary>
    public static int WidthOf<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes> => 2 * sizeof(TLanes) / sizeof(float);

    /// <summary>Multiplies.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">The elements from one row to the next.</param>
    /// <param name="panel">Element 0 of all queries, then element 1, and so on.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="scores">Takes the products: those of the first row with all queries, then of the second, and so on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TLanes>(float* rows, nint stride, float* panel, int length, float* scores)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int lanes = sizeof(TLanes) / sizeof(float);
        TLanes s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        TLanes s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        float* upper = rows, lower = rows + (3 * stride);
        for (nint i = 0; i < length; i++)
        {
            TLanes q0 = TLanes.Load(panel), q1 = TLanes.Load(panel + lanes);
            TLanes row = TLanes.Repeat(upper[i]);
            s00 = TLanes.MultiplyAdd(q0, row, s00);
            s01 = TLanes.MultiplyAdd(q1, row, s01);
            row = TLanes.Repeat(upper[stride + i]);
            s10 = TLanes.MultiplyAdd(q0, row, s10);
            s11 = TLanes.MultiplyAdd(q1, row, s11);
            row = TLanes.Repeat(upper[(2 * stride) + i]);
            s20 = TLanes.MultiplyAdd(q0, row, s20);
            s21 = TLanes.MultiplyAdd(q1, row, s21);
            row = TLanes.Repeat(lower[i]);
            s30 = TLanes.MultiplyAdd(q0, row, s30);
            s31 = TLanes.MultiplyAdd(q1, row, s31);
            row = TLanes.Repeat(lower[stride + i]);
            s40 = TLanes.MultiplyAdd(q0, row, s40);
            s41 = TLanes.MultiplyAdd(q1, row, s41);
            row = TLanes.Repeat(lower[(2 * stride) + i]);
            s50 = TLanes.MultiplyAdd(q0, row, s50);
            s51 = TLanes.MultiplyAdd(q1, row, s51);
            panel += 2 * lanes;
        }
        s00.Store(scores);
        s01.Store(scores + lanes);
        s10.Store(scores + (2 * lanes));
        s11.Store(scores + (3 * lanes));
        s20.Store(scores + (4 * lanes));
        s21.Store(scores + (5 * lanes));
        s30.Store(scores + (6 * lanes));
        s31.Store(scores + (7 * lanes));
        s40.Store(scores + (8 * lanes));
        s41.Store(scores + (9 * lanes));
        s50.Store(scores + (10 * lanes));
        s51.Store(scores + (11 * lanes));
    }
}
