namespace Cacl.Clips.Tests;

/// <summary>The distance straight from its definition: the full table.</summary>
internal static class NaiveLevenshtein
{
    public static int ToTemporalOrder(ReadOnlySpan<int> order)
    {
        int n = order.Length;
        int[,] distance = new int[n + 1, n + 1];
        for (int i = 0; i <= n; i++)
        {
            for (int j = 0; j <= n; j++)
            {
                distance[i, j] = i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(
                        distance[i - 1, j - 1] + (order[i - 1] == j - 1 ? 0 : 1),
                        Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
            }
        }
        return distance[n, n];
    }

    /// <summary>Calls back with every order of n frames whose distance is at most <paramref name="limit"/>.</summary>
    public static void VisitNear(int n, int limit, Action<int[]> visit)
    {
        int[] order = new int[n];
        Extend(0, Enumerable.Range(0, n + 1).ToArray(), new bool[n]);

        void Extend(int length, int[] row, bool[] used)
        {
            if (length == n)
            {
                if (row[n] <= limit)
                    visit(order);
                return;
            }
            for (int frame = 0; frame < n; frame++)
            {
                if (used[frame])
                    continue;
                int[] next = new int[n + 1];
                next[0] = length + 1;
                int least = 2 * n;
                for (int j = 1; j <= n; j++)
                {
                    next[j] = Math.Min(row[j - 1] + (frame == j - 1 ? 0 : 1), Math.Min(row[j], next[j - 1]) + 1);
                    // From column j on, the rest of the order is shorter or longer than that of 0..n-1 by this much.
                    least = Math.Min(least, next[j] + Math.Abs(j - length - 1));
                }
                if (Math.Min(least, 2 * (length + 1)) > limit)
                    continue;
                used[frame] = true;
                order[length] = frame;
                Extend(length + 1, next, used);
                used[frame] = false;
            }
        }
    }
}
