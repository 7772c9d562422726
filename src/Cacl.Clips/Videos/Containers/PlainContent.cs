namespace Cacl.Clips;

/// <summary>Files that are something else altogether, known by their first bytes.</summary>
internal static class PlainContent
{
    private static readonly (byte[] Start, string Name)[] Known =
    [
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ([0x89, .. "PNG\r\n"u8], "a PNG picture"),
        ([.. "GIF8"u8], "a GIF picture with nothing in it that can be decoded"),
        ([.. "II*\0"u8], "a TIFF picture"),
        ([.. "MM\0*"u8], "a TIFF picture"),
        ([.. "8BPS"u8], "a Photoshop picture"),
        ([.. "PK\x03\x04"u8], "a zip archive"),
        ([.. "PK\x05\x06"u8], "an empty zip archive"),
        ([0x1F, 0x8B], "a file packed by gzip"),
        ([.. "BZh"u8], "a file packed by bzip2"),
        ([0xFD, .. "7zXZ\0"u8], "a file packed by xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a file packed by zstd"),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
        ([.. "Rar!\x1A\x07"u8], "a RAR archive"),
        ([.. "%PDF-"u8], "a PDF document"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an Office document"),
        ([0x89, .. "HDF\r\n"u8], "an HDF5 file"),
        ([0x93, .. "NUMPY"u8], "a NumPy array"),
        ([0x7F, .. "ELF"u8], "a program"),
        ([.. "SQLite format 3\0"u8], "an SQLite database"),
    ];

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (file.Head.Length > 0 && !file.Head.ContainsAnyExcept((byte)0))
            return (VideoFault.NotAVideo, "its first bytes are all zero: the copy or download was not finished");
        foreach ((byte[] start, string name) in Known)
        {
            if (file.StartsWith(start))
                return (VideoFault.NotAVideo, $"it is {name}");
        }
        if (file.Holds(257, "ustar"u8))
            return (VideoFault.NotAVideo, "it is a tar archive");
        // Two letters are too few to go by, so the length that the header gives counts as well.
        if (file.StartsWith("BM"u8) && file.Holds(6, "\0\0\0\0"u8))
            return (VideoFault.NotAVideo, "it is a BMP picture");
        return null;
    }
}
