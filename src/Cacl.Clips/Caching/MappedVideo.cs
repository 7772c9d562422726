using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Cacl.Clips;

/// <summary>A video whose frames are read from a mapped file of a <see cref="FrameCache"/>. Serves one thread at a time.</summary>
/// <remarks>
/// Frames are copied out and each is checked; no memory of the mapping is handed out. The file may be deleted meanwhile:
/// its bytes stay until the mapping is closed.
/// </remarks>
internal sealed class MappedVideo : VideoFrames
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly uint[] _checksums;
    private readonly Func<DecodedVideo> _decodeAgain;
    private DecodedVideo? _decoded;

    /// <summary>Maps a file that has been found whole, and takes its handle.</summary>
    /// <param name="path">The video's path, as it was given.</param>
    /// <param name="file">The open file.</param>
    /// <param name="kept">What it holds.</param>
    /// <param name="decodeAgain">Gives the video when a frame turns out damaged.</param>
    public MappedVideo(string path, SafeFileHandle file, KeptFrames kept, Func<DecodedVideo> decodeAgain)
        : base(path, kept.Size, kept.Ending)
    {
        _checksums = kept.Checksums;
        _decodeAgain = decodeAgain;
        // The view keeps what it needs of the mapping and of the file.
        using MemoryMappedFile mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = mapping.CreateViewAccessor(0, ByteCount, MemoryMappedFileAccess.Read);
    }

    private protected override void CopyFrame(int index, Span<byte> destination)
    {
        if (_decoded is null)
        {
            ObjectDisposedException.ThrowIf(_view.SafeMemoryMappedViewHandle.IsClosed, this);
            _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)_view.PointerOffset + (ulong)index * (ulong)Size.ByteCount, destination);
            if (FrameChecksum.Of(destination) == _checksums[index])
                return;
            _decoded = _decodeAgain();
        }
        if (_decoded.Size != Size || _decoded.FrameCount != FrameCount)
            throw new VideoException(Path, VideoFault.Corrupt, $"it had {FrameCount} frames of {Size} and now has {_decoded.FrameCount} of {_decoded.Size}", index);
        _decoded.Frame(index).CopyTo(destination);
    }

    protected override void Dispose(bool disposing) => _view.Dispose();
}
