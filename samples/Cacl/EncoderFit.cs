using System.Globalization;
using Cacl.Clips;
using Cacl.Onnx;
using Cacl.Search;

namespace Cacl.Cli;

/// <summary>Whether an encoder made an index, which does not name it: a few of its videos are embedded again.</summary>
internal static class EncoderFit
{
    // Far above what devices and threads make of the same network's numbers, and below what other clips or weights give.
    private const double LeastSimilarity = 0.9999;
    private const int MostLookedFor = 1000, MostCompared = 3;

    /// <exception cref="InvalidDataException">Another encoder or number of clips made it.</exception>
    internal static void Check(string path, SearchIndex index, OpenedEncoder encoder, Session session)
    {
        VideoFeaturizer featurizer = encoder.Featurizer;
        if (featurizer.FeatureLength != index.Length)
            throw new InvalidDataException($"The encoder '{encoder.Path}' gives vectors of {featurizer.FeatureLength} numbers; those of the index '{path}' have {index.Length}.");
        string? other = null;
        foreach (int row in Enumerable.Range(0, Math.Min(MostLookedFor, index.Entries.Count)).Where(row => File.Exists(index.Entries[row].Id)).Take(MostCompared))
        {
            string video = index.Entries[row].Id;
            try
            {
                double similarity = Cosine(featurizer.Embed(video, session.Cancellation), index.Vector(row));
                if (similarity >= LeastSimilarity)
                    return;
                other ??= string.Create(CultureInfo.InvariantCulture, $"'{video}' has a vector now whose similarity to the one in the index is {similarity:F4}, where the same encoder gives 1");
            }
            catch (VideoException)
            {
                // The next one may tell.
            }
        }
        if (other is not null)
            throw new InvalidDataException($"The index '{path}' was not made by the encoder '{encoder.Path}' with {featurizer.ClipCount} clips of each video: {other}.");
        session.Progress.Say($"No video of the index '{path}' can be read, so that nothing tells whether the encoder '{encoder.Path}' made it.");
    }

    private static double Cosine(float[] one, float[] other) =>
        Product(one, other) / Math.Sqrt(Product(one, one) * Product(other, other));

    private static double Product(float[] one, float[] other) => one.Zip(other, (a, b) => (double)a * b).Sum();
}
