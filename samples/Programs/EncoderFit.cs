using System.Globalization;
using Cacl.Clips;
using Cacl.Onnx;
using Cacl.Search;

namespace Cacl.Samples.Programs;

/// <summary>Whether an encoder made an index, which does not name it: a few of its videos are embedded again.</summary>
/// <param name="IsKnown">Whether a video of the index can be read, so that it could be told.</param>
/// <param name="Difference">What tells that it did not make the index; null where nothing does.</param>
public sealed record EncoderFit(bool IsKnown, string? Difference)
{
    // Far above what devices and threads make of the same network's numbers, and below what other clips or weights give.
    private const double LeastSimilarity = 0.9999;
    private const int MostLookedFor = 1000, MostCompared = 3;

    /// <summary>Finds it out.</summary>
    /// <param name="index">An index of vectors as long as the encoder's.</param>
    /// <param name="featurizer">The encoder.</param>
    /// <param name="pathOf">Where the video of an entry lies.</param>
    /// <param name="unreadable">Told of each video that is there and can't be read; null for nobody.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public static EncoderFit Of(SearchIndex index, VideoFeaturizer featurizer, Func<SearchEntry, string> pathOf, Action<string, VideoException>? unreadable = null, CancellationToken cancellation = default)
    {
        string? difference = null;
        IEnumerable<(int Row, string Path)> there = index.Entries.Take(MostLookedFor).Select((entry, row) => (row, pathOf(entry))).Where(video => File.Exists(video.Item2));
        foreach ((int row, string path) in there.Take(MostCompared))
        {
            try
            {
                double similarity = Cosine(featurizer.Embed(path, cancellation), index.Vector(row));
                if (similarity >= LeastSimilarity)
                    return new EncoderFit(true, null);
                difference ??= string.Create(CultureInfo.InvariantCulture, $"'{path}' has a vector now whose similarity to the one in the index is {similarity:F4}, where the same encoder gives 1");
            }
            catch (VideoException fault)
            {
                unreadable?.Invoke(path, fault);   // the next one may tell
            }
        }
        return new EncoderFit(difference is not null, difference);
    }

    private static double Cosine(float[] one, float[] other) =>
        Product(one, other) / Math.Sqrt(Product(one, one) * Product(other, other));

    private static double Product(float[] one, float[] other) => one.Zip(other, (a, b) => (double)a * b).Sum();
}
