using System.Runtime.InteropServices;

namespace Cacl.Search;

/// <summary>Floats that begin at a cache line, start as zeros and never move.</summary>
internal readonly unsafe struct AlignedFloats
{
    /// <summary>The floats of a cache line.</summary>
    public const int LineFloats = 16;

    private readonly float[] _array;
    private readonly int _length;

    public AlignedFloats(int length)
    {
        _array = GC.AllocateArray<float>(length + LineFloats, pinned: true);
        _length = length;
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) / sizeof(float);
        Start = (float*)((address + LineFloats - 1) / LineFloats * LineFloats * sizeof(float));
    }

    /// <summary>Gets their address, which is good as long as something holds this.</summary>
    public float* Start { get; }

    public Span<float> Span => _array.AsSpan((int)(Start - (float*)Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0)), _length);
}
