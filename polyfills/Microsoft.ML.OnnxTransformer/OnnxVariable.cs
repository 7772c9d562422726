using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An input or output of a graph, and the column that stands for it.</summary>
internal sealed class OnnxVariable
{
    private static readonly NumberDataViewType[] Numbers =
    [
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
    ];

    public OnnxVariable(string name, NodeMetadata metadata, IDictionary<string, int[]> shapes)
    {
        if (!metadata.IsTensor) throw Unserved.Member($"ApplyOnnxModel of a graph whose '{name}' is no tensor");
        ItemType = Array.Find(Numbers, number => number.RawType == metadata.ElementType) ?? throw Unserved.Member($"ApplyOnnxModel of a graph whose '{name}' holds {metadata.ElementType}");
        Name = name;
        int[] own = metadata.Dimensions;
        if (own.Length == 0) throw Unserved.Member($"ApplyOnnxModel of a graph whose '{name}' is a scalar");
        if (shapes is not null && shapes.TryGetValue(name, out int[] wanted))
        {
            if (wanted.Length != own.Length || wanted.Zip(own).Any(pair => pair.First != pair.Second && pair.First > 0 && pair.Second > 0))
                throw new ArgumentOutOfRangeException("shapeDictionary",
                    $"The specified shape {string.Join(",", wanted)} is not compatible with the shape {string.Join(",", own)} loaded from the ONNX model file. Only unknown dimension can replace or be replaced by another dimension.");
            // a shape that is given in full is the column's; one with an unknown dimension leaves the size open
            Type = wanted.All(dimension => dimension > 0) ? new VectorDataViewType(ItemType, wanted) : new VectorDataViewType(ItemType);
            Shape = WithoutBatch(wanted);
            return;
        }
        Shape = WithoutBatch(own);
        // an unknown first dimension that nobody speaks of is a batch of one row
        int[] known = [.. own];
        if (known[0] <= 0) known[0] = 1;
        Type = known.All(dimension => dimension > 0) ? new VectorDataViewType(ItemType, known) : new VectorDataViewType(ItemType);
    }

    public string Name { get; }

    public NumberDataViewType ItemType { get; }

    public VectorDataViewType Type { get; }

    /// <summary>Dimensions of a tensor; 0 where a row's own length decides.</summary>
    public int[] Shape { get; }

    // a negative first dimension is one row, any other that is not positive is open; 0 is open wherever it stands
    private static int[] WithoutBatch(int[] shape) => shape.Select((dimension, i) => dimension > 0 ? dimension : i == 0 && dimension < 0 ? 1 : 0).ToArray();
}
