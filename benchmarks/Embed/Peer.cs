using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Cacl.Benchmarks.Embed;

/// <summary>peer.py in a Python of its own, which embeds whenever it is asked to.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _python;

    /// <exception cref="BenchmarkException">It does not start.</exception>
    public Peer(string weights, int clips)
    {
        string python = Environment.GetEnvironmentVariable("CACL_PYTHON") ?? "/usr/bin/python3";
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "peer.py"), weights, $"{clips}", $"{Environment.ProcessorCount}"];
        try
        {
            _python = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception fault)
        {
            throw new BenchmarkException($"{python} does not start: {fault.Message}");
        }
        Version = Read();
    }

    public string Version { get; }

    /// <summary>Embeds videos.</summary>
    /// <returns>The seconds that it took, and a vector for each.</returns>
    public (double Seconds, float[][] Features) Embed(string[] videos)
    {
        _python.StandardInput.WriteLine(JsonSerializer.Serialize(videos));
        return (JsonSerializer.Deserialize<double>(Read()), JsonSerializer.Deserialize<float[][]>(Read())!);
    }

    public void Dispose()
    {
        _python.StandardInput.Close();
        if (!_python.WaitForExit(10_000)) _python.Kill();
        _python.Dispose();
    }

    private string Read() => _python.StandardOutput.ReadLine() ?? throw new BenchmarkException("Python ended early. The peer needs python3-torch, python3-torchvision and python3-opencv.");
}
