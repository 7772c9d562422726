using System.Diagnostics;

namespace Distributed.Tests;

/// <summary>Libraries in the place of NCCL and CUDA's driver, compiled from native/nccl.c, for as long as the tests of a class run.</summary>
public sealed class StandInNccl : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-nccl-");

    public StandInNccl()
    {
        Compile("-DCUDA", "-Wl,-soname,libcuda.so.1", "-o", "libcuda.so.1");
        Compile("-o", "libnccl.so.2", "-L.", "-Wl,--no-as-needed", "-l:libcuda.so.1", "-Wl,-rpath,$ORIGIN");
    }

    /// <summary>Why there is none; null where there is.</summary>
    public string? Missing { get; private set; }

    /// <summary>What makes the loader find it.</summary>
    public Dictionary<string, string> Environment => new() { ["LD_LIBRARY_PATH"] = folder.FullName };

    public void Dispose() => folder.Delete(true);

    private void Compile(params string[] arguments)
    {
        if (Missing is not null)
            return;
        string source = Path.Combine(AppContext.BaseDirectory, "native", "nccl.c");
        var start = new ProcessStartInfo("g++", ["-x", "c", "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", source, "-x", "none", .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardError = true,
        };
        try
        {
            using Process compiler = Process.Start(start)!;
            string said = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode != 0)
                throw new InvalidOperationException($"The stand-in of NCCL does not compile: {said}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing = "g++ is not on the PATH, which compiles the stand-in of NCCL.";
        }
    }
}
