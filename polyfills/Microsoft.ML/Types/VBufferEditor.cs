namespace Microsoft.ML.Data;

public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination) =>
        Create(ref destination, destination.Length, destination.GetValues().Length, keepOldOnResize: true);

    public static VBufferEditor<T> Create<T>(ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null,
        int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLogicalLength);
        int count = valuesCount ?? newLogicalLength;
        if (count < 0 || count > newLogicalLength) throw new ArgumentOutOfRangeException(nameof(valuesCount));
        // maxValuesCapacity bounds growth in steps, which never happens here: arrays grow to what is asked
        bool newValues = destination.RawValues is null || destination.RawValues.Length < count;
        T[] values = newValues ? new T[count] : destination.RawValues;
        if (newValues && keepOldOnResize) destination.GetValues().CopyTo(values);

        int[] indices = destination.RawIndices;
        bool newIndices = false;
        if (count < newLogicalLength || requireIndicesOnDense)
        {
            newIndices = indices is null || indices.Length < count;
            if (newIndices)
            {
                indices = new int[count];
                if (keepOldOnResize) destination.GetIndices().CopyTo(indices);
            }
        }
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, requireIndicesOnDense, newValues, newIndices);
    }
}
