using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class NormalizationCatalog
{
    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = 1000000000, bool fixZero = true) =>
        new(new InputOutputColumnPair(outputColumnName, inputColumnName), maximumExampleCount, slot => slot.MinMax(fixZero));

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = 1000000000, bool fixZero = true, bool useCdf = false)
    {
        Unserved.Unless(useCdf, false, "NormalizeMeanVariance(useCdf)");
        return new(new InputOutputColumnPair(outputColumnName, inputColumnName), maximumExampleCount, slot => slot.MeanVariance(fixZero));
    }
}
