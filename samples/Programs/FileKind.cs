using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Cacl.Samples.Programs;

/// <summary>Tells what lies at a path before it is opened: opening a pipe waits for its other end.</summary>
public static partial class FileKind
{
    private const int WorkingFolder = -100, TypeAndMode = 3, ModeOffset = 28, TypeBits = 0xF000, RegularBits = 0x8000, MostLinks = 40;

    /// <summary>Whether a path leads to something that is no folder and no regular file either: a pipe, a device or a socket.</summary>
    public static bool IsSpecial(string path)
    {
        if (!File.Exists(path) || !OperatingSystem.IsLinux())
            return false;
        Span<byte> status = stackalloc byte[256];
        return Status(WorkingFolder, path, 0, TypeAndMode, status) == 0 && (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]) & TypeBits) != RegularBits;
    }

    /// <summary>The full path without links, so that two paths of one file are the same; the file need not be there.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string RealPath(string path) => RealPath(Path.GetFullPath(path), 0);

    private static string RealPath(string full, int links)
    {
        if (links > MostLinks)
            throw new IOException($"The links of '{full}' lead in a circle.");
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        string folder = RealPath(parent, links), there = Path.Join(folder, Path.GetFileName(full));
        return new FileInfo(there).LinkTarget is { } target ? RealPath(Path.GetFullPath(target, folder), links + 1) : there;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint wanted, Span<byte> status);
}
