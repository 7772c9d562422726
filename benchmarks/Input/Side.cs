using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Cacl.Benchmarks.Input;

/// <summary>A server in a process of its own: this program, or peer.py in Python. Both are asked in the same words.</summary>
internal sealed class Side : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly string _name;

    private Side(string name, int? core, params string[] command)
    {
        _name = name;
        if (core is { } number)
            command = ["taskset", "-c", number.ToString(CultureInfo.InvariantCulture), .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // The decoder's own words about files that are broken on purpose.
        start.Environment["OPENCV_FFMPEG_LOGLEVEL"] = "-8";
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new BenchmarkException($"{command[0]} does not start: {fault.Message}");
        }
        About = Read();
    }

    /// <summary>The core that comparisons on one core run on.</summary>
    public static int OneCore => Environment.ProcessorCount - 1;

    /// <summary>What it runs on.</summary>
    public string About { get; }

    /// <summary>Starts ours.</summary>
    /// <param name="core">The core that all of its threads share; null: all cores.</param>
    public static Side Ours(int? core = null)
    {
        // Started as "dotnet Input.dll" or by the program's own launcher.
        string launcher = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(launcher) == "dotnet";
        return isHost
            ? new Side("ours", core, launcher, Path.Combine(AppContext.BaseDirectory, "Input.dll"), "serve")
            : new Side("ours", core, launcher, "serve");
    }

    /// <summary>Starts the peers.</summary>
    /// <param name="core">The core that all of its threads and programs share; null: all cores.</param>
    /// <param name="authors">The script of the authors' way; null: the one beside the program.</param>
    public static Side Peers(int? core = null, string? authors = null) => new(
        "peer.py", core,
        Environment.GetEnvironmentVariable("CACL_PYTHON") ?? "/usr/bin/python3",
        Path.Combine(AppContext.BaseDirectory, "peer.py"),
        authors ?? Path.Combine(AppContext.BaseDirectory, "authors.py"));

    /// <summary>Asks for one thing; a fault is part of the answer.</summary>
    public Answer Try(Message message)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(message, Json));
        return JsonSerializer.Deserialize<Answer>(Read(), Json)!;
    }

    /// <summary>Asks for one thing that must succeed.</summary>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public Answer Ask(Message message)
    {
        Answer answer = Try(message);
        return answer.Error is null ? answer : throw new BenchmarkException($"{_name} failed at {message.Case}, {message.Way}, {message.Path}: {answer.Error}");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000)) _process.Kill();
        _process.Dispose();
    }

    private string Read() => _process.StandardOutput.ReadLine()
        ?? throw new BenchmarkException($"{_name} ended early. The peers need python3-opencv, python3-av, python3-levenshtein, python3-torchvision, python3-pil and ffmpeg.");
}
