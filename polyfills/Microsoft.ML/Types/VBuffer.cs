using System.Collections;

namespace Microsoft.ML.Data;

/// <remarks>
/// Dense (no indices) or sparse (ascending indices). The arrays may be longer than what is used: getters refill
/// the buffer they are handed, so that a cursor allocates once.
/// </remarks>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] values;
    private readonly int[] indices;
    private readonly int count;

    public readonly int Length;

    public VBuffer(int length, T[] values, int[] indices = null)
        : this(length, length, values, indices)
    {
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, length);
        if ((values?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(values), $"{count} values are promised, {values?.Length ?? 0} are there.");
        if (count < length && (indices?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(indices), $"{count} indices are needed, {indices?.Length ?? 0} are there.");
        Length = length;
        this.count = count;
        this.values = values;
        this.indices = indices;
    }

    public bool IsDense => count == Length;

    internal T[] RawValues => values;

    internal int[] RawIndices => indices;

    public ReadOnlySpan<T> GetValues() => values.AsSpan(0, count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : indices.AsSpan(0, count);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, count);
        GetValues().CopyTo(editor.Values);
        if (!IsDense) GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceIndex);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - sourceIndex);
        if (IsDense)
        {
            VBufferEditor<T> dense = VBufferEditor.Create(ref destination, length);
            values.AsSpan(sourceIndex, length).CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }
        int first = LowerBound(sourceIndex), kept = LowerBound(sourceIndex + length) - first;
        VBufferEditor<T> sparse = VBufferEditor.Create(ref destination, length, kept);
        values.AsSpan(first, kept).CopyTo(sparse.Values);
        if (kept < length)
            for (int i = 0; i < kept; i++) sparse.Indices[i] = indices[first + i] - sourceIndex;
        destination = sparse.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(destinationIndex);
        if (destination.Length - destinationIndex < Length)
            throw new ArgumentOutOfRangeException(nameof(destination), "Not enough capacity in the destination buffer.");
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        target.Fill(defaultValue);
        for (int i = 0; i < count; i++) target[indices[i]] = values[i];
    }

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        int next = 0;
        for (int i = 0; i < count; i++)
        {
            int index = count == Length ? i : indices[i];
            while (all && next < index) yield return new(next++, default);
            yield return new(index, values[i]);
            next = index + 1;
        }
        while (all && next < Length) yield return new(next++, default);
    }

    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public T GetItemOrDefault(int index)
    {
        if ((uint)index >= (uint)Length) throw new ArgumentOutOfRangeException(nameof(index));
        if (IsDense) return values[index];
        int at = Array.BinarySearch(indices, 0, count, index);
        return at >= 0 ? values[at] : default;
    }

    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    public override string ToString() => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {count} explicit values";

    private int LowerBound(int index)
    {
        int at = Array.BinarySearch(indices, 0, count, index);
        return at >= 0 ? at : ~at;
    }
}
