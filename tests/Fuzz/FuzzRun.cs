using System.Diagnostics;
using System.Globalization;

namespace Cacl.Fuzz;

/// <summary>Reads damaged files in another process, which it starts again after each crash and hang.</summary>
public sealed class FuzzRun
{
    // Warm is a process whose allocator and decoder threads have met most of the files.
    private const int WarmMeasures = 10;

    private const int MostFailures = 50, NumbersPerReport = 1000;

    private readonly FuzzOptions _options;
    private readonly Action<string> _say;
    private readonly Func<string[], ProcessStartInfo> _program;
    private readonly List<long> _memory = [];
    private int _number;
    private string _at = "", _step = "";

    /// <summary>Makes a run.</summary>
    /// <param name="options">What it is asked for.</param>
    /// <param name="say">Is told how far it is.</param>
    public FuzzRun(FuzzOptions options, Action<string> say)
        : this(options, say, arguments => new ProcessStartInfo("dotnet", [typeof(FuzzRun).Assembly.Location, .. arguments]))
    {
    }

    /// <summary>With other processes than this program's own, for tests that need one which dies.</summary>
    internal FuzzRun(FuzzOptions options, Action<string> say, Func<string[], ProcessStartInfo> program) => (_options, _say, _program) = (options, say, program);

    /// <summary>The name under which a file that fails is kept.</summary>
    public static string NameOfKept(int seed, int number, string baseName) => $"seed-{seed}-number-{number}{Path.GetExtension(baseName)}";

    /// <summary>Reads all of them.</summary>
    /// <exception cref="ArgumentException">A folder of videos is not there.</exception>
    public FuzzReport Run()
    {
        if (_options.Videos.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
            throw new ArgumentException($"There is no folder '{missing}' of videos.");
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("cacl-fuzz-");
        try
        {
            string bases = scratch.CreateSubdirectory("bases").FullName, damaged = scratch.CreateSubdirectory("damaged").FullName;
            Gather(bases);
            FuzzReport report = new() { BaseCount = BaseFiles.List(bases).Length };
            Directory.CreateDirectory(_options.Output);
            int end = _options.First + _options.Count;
            _number = _options.First;
            while (_number < end && report.Failures.Count < MostFailures)
                ReadOn(bases, damaged, end, report);
            return report;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>In a process, too: encoders are as talkative as decoders.</summary>
    private void Gather(string bases)
    {
        using Process process = Start(["gather", bases, .. _options.Videos]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The files to be damaged could not be made: the process ended with code {process.ExitCode}. {LastOf(errors.Result)}");
    }

    private Process Start(string[] arguments)
    {
        ProcessStartInfo start = _program(arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        // Broken files are what this is about; the decoder's words on each of them would fill the console.
        (start.Environment["OPENCV_FFMPEG_LOGLEVEL"], start.Environment["OPENCV_LOG_LEVEL"]) = ("-8", "SILENT");
        return Process.Start(start)!;
    }

    /// <summary>One life of the process, from the first number that is not done.</summary>
    private void ReadOn(string bases, string damaged, int end, FuzzReport report)
    {
        report.Processes++;
        _memory.Clear();
        int next = _number;
        using Process process = Start(["read", bases, damaged, _options.Output, Text(_options.Seed), Text(_number), Text(end - _number)]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        bool hung = false;
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            Task<string?> line = process.StandardOutput.ReadLineAsync();
            if (!line.Wait(_options.Patience))
            {
                hung = true;
                process.Kill(entireProcessTree: true);
                break;
            }
            if (line.Result is not { } words)
                break;
            if (words.StartsWith("at ", StringComparison.Ordinal))
                begun = Stopwatch.GetTimestamp();
            if (Take(words, report))
                NoteTime(Stopwatch.GetElapsedTime(begun), report);
        }
        process.WaitForExit();
        CheckMemory(report);
        if (!hung && process.ExitCode == 0)
            return;

        string what = hung ? $"no step forward for {_options.Patience.TotalSeconds:0} s" : $"the process ended with code {process.ExitCode}";
        report.Count(hung ? "HANG" : "CRASH");
        report.Fail($"{Where(damaged)}: {what} at '{_step}'. {LastOf(errors.Result)}".TrimEnd());
        // One that dies before it says a word would be started for ever.
        _number = Math.Max(_number, next) + 1;
    }

    /// <summary>Takes a line of the process; true when a file is done.</summary>
    private bool Take(string line, FuzzReport report)
    {
        (string word, string rest) = line.IndexOf(' ') is var space && space > 0 ? (line[..space], line[(space + 1)..]) : (line, "");
        switch (word)
        {
            case "at":
                _at = rest;
                _number = int.Parse(rest.AsSpan(0, rest.IndexOf(' ')), CultureInfo.InvariantCulture);
                break;
            case "step":
                _step = rest;
                break;
            case "memory":
                _memory.Add(long.Parse(rest, CultureInfo.InvariantCulture));
                break;
            case "done" or "fail":
                report.Count(word == "done" ? rest : "FAILED");
                if (word == "fail")
                    report.Fail($"{Where(null)}: {rest}");
                if (++_number % NumbersPerReport == 0)
                    _say($"{_number - _options.First} of {_options.Count}, {report.Failures.Count} failed{(_memory.Count > 0 ? $", {_memory[^1] >> 20} MiB" : "")}");
                return true;
        }
        return false;
    }

    /// <summary>Which file it was, and what reads it again.</summary>
    private string Where(string? damaged)
    {
        string name = _at[(_at.IndexOf(' ') + 1)..], kept = Path.Combine(_options.Output, NameOfKept(_options.Seed, _number, name.Split(',')[0]));
        // The process keeps what fails itself, unless it is gone.
        if (damaged is not null && Directory.EnumerateFiles(damaged).FirstOrDefault() is { } left)
            File.Move(left, kept, overwrite: true);
        return $"number {_number} of seed {_options.Seed} ({name}), kept for ./build.sh fuzz --file {kept}";
    }

    private void NoteTime(TimeSpan time, FuzzReport report)
    {
        if (time > report.Slowest.Time)
            report.Slowest = (time, _at);
    }

    /// <summary>
    /// Growth from one measure to the next says nothing: sizes of frames differ. So the middles of four windows are compared, and the
    /// largest rise between two is not counted: one huge frame makes the allocator keep more for good, a leak grows all the time.
    /// </summary>
    private void CheckMemory(FuzzReport report)
    {
        report.Measures = _memory.Count;
        // Of a process before this one, if any.
        (report.WarmMemory, report.LastMemory, report.SteadyGrowth) = (0, 0, 0);
        int last = _memory.Count - WarmMeasures;
        if (last < 2 * WarmMeasures)
            return;
        long[] middles = [.. Enumerable.Range(0, 4).Select(window => Middle(_memory.Skip(WarmMeasures + window * (last - WarmMeasures) / 3).Take(WarmMeasures)))];
        (report.WarmMemory, report.LastMemory) = (middles[0], middles[^1]);
        long growth = report.LastMemory - report.WarmMemory;
        report.SteadyGrowth = growth - Math.Max(0, middles.Zip(middles.Skip(1), (before, after) => after - before).Max());
        if (report.SteadyGrowth > FuzzReport.MostGrowth)
            report.Fail($"memory grew from {report.WarmMemory >> 20} to {report.LastMemory >> 20} MiB over {_memory.Count} measures");
    }

    private static long Middle(IEnumerable<long> values) => values.Order().ElementAt(WarmMeasures / 2);

    private static string LastOf(string text) => text.Length <= 500 ? text.Trim() : text[^500..].Trim();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
