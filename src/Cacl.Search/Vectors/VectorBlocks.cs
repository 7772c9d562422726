using System.IO.MemoryMappedFiles;

namespace Cacl.Search;

/// <summary>The rows of an index: in memory of its own, or in a mapped file.</summary>
/// <remarks>
/// Rows lie in blocks of the same number of rows, the last of which may be shorter. Addresses are good between
/// <see cref="Acquire"/> and <see cref="Release"/>, also when another thread disposes this meanwhile.
/// </remarks>
internal sealed unsafe class VectorBlocks : IDisposable
{
    private const int BlockFloats = 1 << 18;

    private readonly float*[] _blocks;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly AlignedFloats[]? _memory;
    private int _disposed;

    /// <summary>Takes blocks that <see cref="NewBlock"/> made.</summary>
    public VectorBlocks(int length, int count, AlignedFloats[] memory)
        : this(length, count, RowsPerBlockFor(length))
    {
        _memory = memory;
        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i] = memory[i].Start;
    }

    /// <summary>Takes a mapped file in which rows follow each other without gaps.</summary>
    public VectorBlocks(int length, int count, int rowsPerBlock, MemoryMappedViewAccessor view, long firstRow)
        : this(length, count, rowsPerBlock)
    {
        _view = view;
        // The address alone: a pointer that is held until Dispose would keep the file mapped for ever where nobody disposes.
        var start = (byte*)view.SafeMemoryMappedViewHandle.DangerousGetHandle();
        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i] = (float*)(start + view.PointerOffset + firstRow) + ((nint)i * RowsPerBlock * Stride);
    }

    private VectorBlocks(int length, int count, int rowsPerBlock)
    {
        Length = length;
        Count = count;
        Stride = VectorRules.StrideOf(length);
        RowsPerBlock = rowsPerBlock;
        _blocks = new float*[((long)count + rowsPerBlock - 1) / rowsPerBlock];
    }

    /// <summary>The elements of a vector.</summary>
    public int Length { get; }

    /// <summary>The elements from one row to the next: those of the vector, then zeros.</summary>
    public int Stride { get; }

    public int Count { get; }

    public int RowsPerBlock { get; }

    public int BlockCount => _blocks.Length;

    /// <summary>The rows of a block in memory: about a MiB, in whole tiles.</summary>
    public static int RowsPerBlockFor(int length) =>
        Math.Max(1, BlockFloats / VectorRules.StrideOf(length) / ScoreTile.Rows) * ScoreTile.Rows;

    /// <summary>Memory for a block.</summary>
    public static AlignedFloats NewBlock(int length) => new(RowsPerBlockFor(length) * VectorRules.StrideOf(length));

    /// <summary>Keeps addresses good.</summary>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public void Acquire()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, typeof(SearchIndex));
        bool added = false;
        _view?.SafeMemoryMappedViewHandle.DangerousAddRef(ref added);
    }

    /// <summary>Ends what <see cref="Acquire"/> began.</summary>
    public void Release() => _view?.SafeMemoryMappedViewHandle.DangerousRelease();

    public float* Block(int block) => _blocks[block];

    public int RowsOf(int block) => Math.Min(RowsPerBlock, Count - (block * RowsPerBlock));

    /// <summary>A block as the file holds it.</summary>
    public ReadOnlySpan<byte> BytesOf(int block) => new(Block(block), RowsOf(block) * Stride * sizeof(float));

    public ReadOnlySpan<float> Row(int row) => new(Block(row / RowsPerBlock) + ((nint)(row % RowsPerBlock) * Stride), Length);

    public void Dispose()
    {
        // Memory of its own goes when nothing holds this any more.
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _view?.Dispose();
    }
}
