using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

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
        // OpenBLAS is to choose its fastest kernels, whatever the caller's environment holds it to.
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
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

    public Process Process => _python;

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
