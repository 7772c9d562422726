using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Benchmarks.Train;

/// <summary>peer.py in a Python of its own, which makes one training step whenever it is asked to.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _python;
    private readonly bool _leavesWay;
    private string _complaint = "";

    /// <summary>Starts it with the sizes of all networks.</summary>
    /// <param name="options">The settings of the step, device and precision among them.</param>
    /// <param name="threads">Its threads.</param>
    /// <param name="compile">Whether its networks go through torch.compile.</param>
    /// <param name="way">A file for what all weights of the CNN have moved by at its end, as plain floats; null for none.</param>
    /// <exception cref="BenchmarkException">It does not start.</exception>
    public Peer(CaclOptions options, int threads, bool compile = false, string? way = null)
    {
        _leavesWay = way is not null;
        var encoder = (ResidualArchitecture)options.Encoder;
        FrameArchitecture frames = options.Transformer.Frames;
        string settings = JsonSerializer.Serialize(new
        {
            threads,
            seed = options.Seed,
            batch = options.BatchSize,
            frames = options.Clips.Frames,
            edge = options.Clips.CropSize,
            background = options.BackgroundSubtraction,
            encoder = new { stem = encoder.StemKernelSize, channels = encoder.Channels, blocks = encoder.Blocks },
            reader = new { stem = frames.StemKernelSize, channels = frames.Channels, blocks = frames.Blocks },
            transformer = new { depth = options.Transformer.Depth, heads = options.Transformer.Heads, width = options.Transformer.Width },
            embedding = options.EmbeddingLength,
            headLayers = options.ContrastHeadLayers,
            headWidth = options.ContrastHeadWidth,
            degreeWidth = options.DegreeHeadWidth,
            degreeDropout = options.DegreeHeadDropout,
            degreeWeight = options.DegreeWeight,
            degreeClasses = ShuffleDegree.ClassCount(options.Clips.Frames),
            queue = options.QueueSize,
            pairs = Enum.GetValues<CaclPositives>().Where(pair => pair != CaclPositives.All && options.Positives.HasFlag(pair)).Select(pair => pair.ToString()),
            shared = options.Negatives == CaclNegatives.Shared,
            eachSide = options.Negatives == CaclNegatives.EachSide,
            mask = options.MaskOwnVideo,
            share = options.CrossGradientStart > 0 ? 0 : options.CrossGradientScale,   // at a run's beginning, where all steps here are
            temperature = options.Temperature,
            momentum = options.TwinMomentum,
            optimizer = options.Optimizer.ToString(),
            rate = options.LearningRate,
            decay = options.WeightDecay,
            device = options.Device ?? "cpu",
            precision = options.Precision.ToString(),
            compile,
            way,
        });
        string python = Environment.GetEnvironmentVariable("CACL_PYTHON") ?? "/usr/bin/python3";
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peer.py"), settings]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            _python = Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new BenchmarkException($"{python} does not start: {fault.Message}");
        }
        // Warnings are of no interest; what ends it comes last.
        _python.ErrorDataReceived += (_, line) => _complaint = string.IsNullOrWhiteSpace(line.Data) ? _complaint : line.Data;
        _python.BeginErrorReadLine();
        string[] about = Read().Split(' ');
        Version = about[0];
        ParameterCount = long.Parse(about[1], CultureInfo.InvariantCulture);
    }

    public string Version { get; }

    /// <summary>Of all networks, twins and the frozen one too.</summary>
    public long ParameterCount { get; }

    public Process Process => _python;

    /// <summary>Makes a step.</summary>
    /// <returns>The seconds that it took.</returns>
    public double Step()
    {
        _python.StandardInput.WriteLine();
        string[] told = Read().Split(' ');
        Loss = double.Parse(told[1], CultureInfo.InvariantCulture);
        return double.Parse(told[0], CultureInfo.InvariantCulture);
    }

    /// <summary>The loss of the latest step.</summary>
    public double Loss { get; private set; }

    /// <summary>Ends it, and waits until the file for the way is whole.</summary>
    /// <exception cref="BenchmarkException">There was to be such a file, and it failed.</exception>
    public void Dispose()
    {
        using Process python = _python;
        python.StandardInput.Close();
        if (!_leavesWay)
        {
            if (!python.WaitForExit(10_000)) python.Kill();
            return;
        }
        python.WaitForExit();
        if (python.ExitCode != 0) throw Ended();
    }

    private string Read()
    {
        if (_python.StandardOutput.ReadLine() is { } line)
            return line;
        _python.WaitForExit();
        throw Ended();
    }

    private BenchmarkException Ended() => new(_complaint.Length > 0 ? _complaint : $"Python ended early, with code {_python.ExitCode}.");
}
