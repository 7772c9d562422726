using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cacl.Benchmarks.Input;

/// <summary>The kernel's copy of files in memory.</summary>
internal static partial class PageCache
{
    private const int DontNeed = 4;

    /// <summary>Tells the kernel to forget what it holds of a file, which needs no rights.</summary>
    public static void Drop(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        int error = Advise(file, 0, 0, DontNeed);
        if (error != 0)
            throw new IOException($"posix_fadvise fails on {path}: {new Win32Exception(error).Message}");
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeHandle file, long offset, long length, int advice);
}
