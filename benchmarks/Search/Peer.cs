using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace Cacl.Benchmarks.Search;

/// <summary>peer.py in a Python of its own, which searches whenever it is asked to.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _python;

    /// <exception cref="BenchmarkException">It does not start.</exception>
    public Peer(Vectors vectors, int nearest, int threads)
    {
        string python = Environment.GetEnvironmentVariable("CACL_PYTHON") ?? "/usr/bin/python3";
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "peer.py"), vectors.File, $"{vectors.Index.Length}", $"{vectors.Queries.Length}", $"{nearest}", $"{threads}"];
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = $"{threads}";
        // OpenBLAS takes older kernels on a processor that is newer than it; this names the fastest ones that it has.
        if (Avx512F.IsSupported)
            start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        try
        {
            _python = Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new BenchmarkException($"{python} does not start: {fault.Message}");
        }
        Version = Read();
    }

    public string Version { get; }

    /// <summary>Searches with the first queries.</summary>
    /// <returns>The seconds that it took, and the rows that it found, nearest first, for one query after the other.</returns>
    public (double Seconds, int[] Rows) Search(int queries)
    {
        _python.StandardInput.WriteLine(queries);
        double seconds = double.Parse(Read(), CultureInfo.InvariantCulture);
        return (seconds, [.. Read().Split(' ').Select(row => int.Parse(row, CultureInfo.InvariantCulture))]);
    }

    public void Dispose()
    {
        _python.StandardInput.Close();
        if (!_python.WaitForExit(10_000)) _python.Kill();
        _python.Dispose();
    }

    private string Read() => _python.StandardOutput.ReadLine() ?? throw new BenchmarkException("Python ended early. The peer needs python3-faiss.");
}
