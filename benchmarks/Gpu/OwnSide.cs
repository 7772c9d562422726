using System.Diagnostics;
using System.Globalization;
using Cacl.Learning;

namespace Cacl.Benchmarks.Gpu;

/// <summary>This program in a process of its own, as <see cref="Side"/>.</summary>
internal sealed class OwnSide : IDisposable
{
    private readonly Process process;

    /// <summary>Starts it.</summary>
    /// <exception cref="BenchmarkException">It ended before it was ready.</exception>
    public OwnSide(CaclOptions options, string? way = null)
    {
        string program = typeof(OwnSide).Assembly.Location, request = new SideRequest(options, Environment.ProcessorCount, way).ToString();
        process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [program, "side", request]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        ParameterCount = long.Parse(Read().Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Of all networks, twins and the frozen one too.</summary>
    public long ParameterCount { get; }

    public int Id => process.Id;

    /// <summary>Makes a step.</summary>
    public (double Seconds, double Loss) Step()
    {
        process.StandardInput.WriteLine();
        string[] told = Read().Split(' ');
        return (double.Parse(told[0], CultureInfo.InvariantCulture), double.Parse(told[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it, after it wrote what it was asked to.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Read() => process.StandardOutput.ReadLine() ?? throw new BenchmarkException("Our side ended early; it says above why.");
}
