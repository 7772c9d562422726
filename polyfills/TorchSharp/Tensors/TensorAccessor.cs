using System.Collections;
using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor in row-major order, whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
{
    private readonly torch.Tensor? _copy;
    private readonly torch.Tensor _source;
    private readonly TensorInfo _info;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU) _copy = tensor.cpu();
        _source = _copy ?? tensor;
        _info = _source.Describe();
    }

    public long Count => _info.Count;

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            T value = Unsafe.Read<T>(Address(indices));
            GC.KeepAlive(_source);
            return value;
        }
        set
        {
            Unsafe.Write(Address(indices), value);
            GC.KeepAlive(_source);
        }
    }

    public T[] ToArray()
    {
        var array = new T[checked((int)Count)];
        CopyTo(array);
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Span<T> target = array[arrayIndex..];
        long length = Count - tensorIndex;
        if (length > target.Length) throw new ArgumentException($"{length} elements do not fit into {target.Length}.", nameof(array));
        if (_info.IsContiguous != 0) Row(tensorIndex, (int)length).CopyTo(target);
        else for (int i = 0; i < length; i++) target[i] = Unsafe.Read<T>(Address(tensorIndex + i));
        GC.KeepAlive(_source);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ReadOnlySpan<T> source = array[arrayIndex..];
        int length = (int)Math.Min(source.Length, Count - tensorIndex);
        if (_info.IsContiguous != 0) source[..length].CopyTo(Row(tensorIndex, length));
        else for (int i = 0; i < length; i++) Unsafe.Write(Address(tensorIndex + i), source[i]);
        GC.KeepAlive(_source);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _copy?.Dispose();

    private T At(long index)
    {
        T value = Unsafe.Read<T>(Address(index));
        GC.KeepAlive(_source);
        return value;
    }

    private Span<T> Row(long start, int length) => new((byte*)_info.Data + (start * _info.ItemBytes), length);

    private void* Address(long[] indices)
    {
        if (indices.Length != _info.Dimensions) throw new ArgumentException($"{indices.Length} indices for a tensor of {_info.Dimensions} dimensions.", nameof(indices));
        long offset = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[i]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[i], _info.Sizes[i]);
            offset += indices[i] * _info.Strides[i];
        }
        return (byte*)_info.Data + (offset * _info.ItemBytes);
    }

    private void* Address(long index)
    {
        long offset = 0;
        for (int i = _info.Dimensions - 1; i >= 0; i--)
        {
            offset += index % _info.Sizes[i] * _info.Strides[i];
            index /= _info.Sizes[i];
        }
        return (byte*)_info.Data + (offset * _info.ItemBytes);
    }
}
