using System.Security.Cryptography;
using System.Text;

namespace Cacl.Clips;

/// <summary>What decoded frames come from: everything that decides their pixels. Two equal sources give equal frames.</summary>
/// <remarks>A file that is written anew with the same length within the file system's clock step passes for the same.</remarks>
internal sealed record FrameSource(string FullPath, long Length, long ModifiedTicks, FrameScaling Scaling)
{
    /// <summary>How <see cref="VideoFile"/> makes pixels of what the decoder gives. To be raised when that changes.</summary>
    private const int PixelVersion = 1;

    /// <summary>The source as it is now; null when there is no such file or it can't be looked at.</summary>
    public static FrameSource? Of(string path, FrameScaling scaling) =>
        FileStamp.Of(path) is { } stamp ? new FrameSource(Path.GetFullPath(path), stamp.Bytes, stamp.ModifiedUtc.Ticks, scaling) : null;

    /// <summary>All of it as text, which a kept file carries.</summary>
    public string Identity => $"{FullPath}\n{Length} bytes\n{ModifiedTicks}\n{Scaling}\npixels {PixelVersion}\nformat {KeptFrames.Version}\n{DecoderVersion.Text}";

    /// <summary>A name of 64 letters that no other source has.</summary>
    public string Name => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Identity)));
}
