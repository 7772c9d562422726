using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class ConversionsExtensionsCatalog
{
    public static ValueToKeyMappingEstimator MapValueToKey(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null,
        int maximumNumberOfKeys = 1000000, ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false, IDataView keyData = null)
    {
        Unserved.Unless(addKeyValueAnnotationsAsText, false, "MapValueToKey(addKeyValueAnnotationsAsText)");
        Unserved.Unless(keyData, null, "MapValueToKey(keyData)");
        return new ValueToKeyMappingEstimator(new InputOutputColumnPair(outputColumnName, inputColumnName), maximumNumberOfKeys, keyOrdinality);
    }

    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null) =>
        new(new InputOutputColumnPair(outputColumnName, inputColumnName));
}
