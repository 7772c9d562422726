namespace Cacl.ML;

/// <summary>Remembers the feature vectors of files, so that a trainer that reads its rows many times embeds each file once.</summary>
/// <remarks>A file that changed, by its size or its time, is embedded anew. Above the capacity, the files not asked for longest are forgotten.</remarks>
internal sealed class FeatureMemory(long capacityBytes)
{
    private readonly Lock remembering = new();
    private readonly Dictionary<FileState, LinkedListNode<(FileState Key, float[] Features, string? Shortfall)>> known = [];
    private readonly LinkedList<(FileState Key, float[] Features, string? Shortfall)> leastRecentFirst = [];
    private long heldBytes;

    /// <summary>The vector of a file and what the file lacks; null when it is not remembered.</summary>
    public (float[] Features, string? Shortfall)? Find(FileState key)
    {
        lock (remembering)
        {
            if (!known.TryGetValue(key, out LinkedListNode<(FileState Key, float[] Features, string? Shortfall)>? node))
                return null;
            leastRecentFirst.Remove(node);
            leastRecentFirst.AddLast(node);
            return (node.Value.Features, node.Value.Shortfall);
        }
    }

    /// <summary>Remembers the vector of a file.</summary>
    public void Keep(FileState key, float[] features, string? shortfall)
    {
        lock (remembering)
        {
            if (known.TryAdd(key, leastRecentFirst.AddLast((key, features, shortfall))))
                heldBytes += features.Length * sizeof(float);
            else
                leastRecentFirst.RemoveLast();
            while (heldBytes > capacityBytes && leastRecentFirst.First is { } oldest)
            {
                leastRecentFirst.RemoveFirst();
                known.Remove(oldest.Value.Key);
                heldBytes -= oldest.Value.Features.Length * sizeof(float);
            }
        }
    }
}
