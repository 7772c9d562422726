using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Cacl.Benchmarks.Torch;

/// <summary>peer.py in a Python of its own, asked for one case at a time.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _python;

    public Peer(int threads, int batch, int operations)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("CACL_PYTHON") ?? "/usr/bin/python3")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (object argument in (object[])[Path.Combine(AppContext.BaseDirectory, "peer.py"), threads, batch, operations])
            start.ArgumentList.Add(Convert.ToString(argument, CultureInfo.InvariantCulture)!);
        try
        {
            _python = Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new BenchmarkException($"Python does not start ({start.FileName}): {fault.Message}");
        }
        string[] about = Read().Split(' ');
        Version = about[0];
        ParameterCount = long.Parse(about[1], CultureInfo.InvariantCulture);
    }

    public string Version { get; }

    public long ParameterCount { get; }

    public double Seconds(string name)
    {
        _python.StandardInput.WriteLine(name);
        return double.Parse(Read(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _python.StandardInput.Close();
        if (!_python.WaitForExit(10_000)) _python.Kill();
        _python.Dispose();
    }

    private string Read() => _python.StandardOutput.ReadLine()
        ?? throw new BenchmarkException("Python ended early. The peer needs python3-torch and python3-torchvision.");
}
