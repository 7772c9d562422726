using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Distributed.Tests;

/// <summary>A job that a test starts under mpirun, and what each of its ranks says. When disposed, whatever still runs of it is ended.</summary>
internal sealed partial class MpiJob : IDisposable
{
    /// <summary>Longer than any job takes, and short enough that one that hangs is told with all that it said.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly ConcurrentQueue<(int? Rank, bool IsError, string Text)> said = new();
    private readonly Dictionary<(int Rank, bool IsError), string> begun = [];
    private readonly string mark = $"cacl-test-{Guid.NewGuid():N}";
    private readonly Process launcher;

    private MpiJob(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["CACL_TEST_JOB"] = mark;
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["TERM"] = "dumb";

        // Waiting ranks leave the processor to those that compute: there may be fewer processors than ranks.
        start.Environment["OMPI_MCA_mpi_yield_when_idle"] = "1";
        launcher = Process.Start(start)!;
        launcher.OutputDataReceived += (_, line) => Hear(line.Data, isError: false);
        launcher.ErrorDataReceived += (_, line) => Hear(line.Data, isError: true);
        launcher.BeginOutputReadLine();
        launcher.BeginErrorReadLine();
    }

    /// <summary>Whether Open MPI's launcher is there; <c>Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing)</c>.</summary>
    public static bool CanStart { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "mpirun")));

    public const string Missing = "mpirun is not on the PATH; Debian has it in openmpi-bin.";

    /// <summary>All that the ranks and mpirun itself said, in the order in which it arrived.</summary>
    public string Everything => string.Join('\n', said.Select(line => line.Text));

    /// <summary>Whether the launcher has ended.</summary>
    public bool HasEnded => launcher.HasExited;

    /// <summary>How the launcher ended; once it has.</summary>
    public int ExitCode => launcher.ExitCode;

    /// <summary>Starts a program that lies beside the tests.</summary>
    /// <param name="ranks">How many processes.</param>
    /// <param name="program">The name of its assembly.</param>
    /// <param name="arguments">What every process is given.</param>
    public static MpiJob Start(int ranks, string program, params string[] arguments) => Start(ranks, new Dictionary<string, string>(), program, arguments);

    /// <summary>Starts a program that lies beside the tests, with variables of the environment.</summary>
    public static MpiJob Start(int ranks, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        string[] exported = [.. environment.Keys.SelectMany(name => new[] { "-x", name })];
        return Launch(["-n", $"{ranks}", .. exported, .. Command(program, arguments)], environment);
    }

    /// <summary>Starts what a command line of mpirun says, which may give some ranks another program than others.</summary>
    public static MpiJob Launch(string[] line, IReadOnlyDictionary<string, string> environment) =>
        Start(environment, ["mpirun", "--bind-to", "none", "--oversubscribe", "--tag-output", .. line]);

    /// <summary>Starts one process of a program that lies beside the tests, without mpirun. What it says is in <see cref="Everything"/> alone.</summary>
    public static MpiJob StartAlone(IReadOnlyDictionary<string, string> environment, string program, params string[] arguments) => Start(environment, Command(program, arguments));

    /// <summary>What a rank wrote on its standard output.</summary>
    public IReadOnlyList<string> Lines(int rank) => [.. said.Where(line => line.Rank == rank && !line.IsError).Select(line => line.Text)];

    /// <summary>What a rank wrote on its standard error.</summary>
    public IReadOnlyList<string> Errors(int rank) => [.. said.Where(line => line.Rank == rank && line.IsError).Select(line => line.Text)];

    /// <summary>Waits until a rank has written a line that begins so, and gives what follows.</summary>
    public async Task<string> Heard(int rank, string beginning, CancellationToken cancel)
    {
        for (long began = Stopwatch.GetTimestamp(); ; await Task.Delay(20, cancel))
        {
            if (Lines(rank).FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } line)
                return line[beginning.Length..];
            if (launcher.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
                Assert.Fail($"Rank {rank} never said '{beginning}':\n{Everything}");
        }
    }

    /// <summary>Waits until the launcher has ended; a job that hangs fails the test with what it said.</summary>
    public async Task End(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            await launcher.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Assert.Fail($"The job did not end within {Patience.TotalMinutes} minutes:\n{Everything}");
        }
    }

    /// <summary>Waits for a job that must end well.</summary>
    public async Task Succeed(CancellationToken cancel)
    {
        await End(cancel);
        Assert.True(ExitCode == 0, $"The job ended with {ExitCode}:\n{Everything}");
    }

    /// <summary>Sends a signal to the launcher, such as 15 for SIGTERM.</summary>
    public void Signal(int signal) => Signal(launcher.Id, signal);

    /// <summary>Tells the launcher to end (SIGTERM). It lets its processes work on for a second before it tells them, so they are held meanwhile, and come no further.</summary>
    public async Task EndHere(CancellationToken cancel)
    {
        const int stop = 19, goOn = 18;
        int[] ranks = [.. Alive().Where(process => Holds($"/proc/{process}/environ", "OMPI_COMM_WORLD_RANK="))];
        Signal(15);
        long began = Stopwatch.GetTimestamp();
        try
        {
            while (!ranks.All(IsTold))
            {
                Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"The launcher never told its processes to end:\n{Everything}");
                // The launcher lets them go on once, whenever it comes to that.
                foreach (int rank in ranks)
                    _ = kill(rank, stop);
                await Task.Delay(5, cancel);
            }
        }
        finally
        {
            foreach (int rank in ranks)
                _ = kill(rank, goOn);
        }

        // Whether SIGTERM, which is the 15th signal, waits for it; or it is gone.
        static bool IsTold(int process) => Pending().Match(TextOf($"/proc/{process}/status")) is not { Success: true } pending || (Convert.ToUInt64(pending.Groups[1].Value, 16) & 1 << 14) != 0;
    }

    /// <summary>Sends a signal to a process, such as 9 for SIGKILL.</summary>
    public static void Signal(int process, int signal) => Assert.Equal(0, kill(process, signal));

    /// <summary>The process of a rank, which must be alive.</summary>
    public int ProcessOf(int rank) => Assert.Single(Alive(), process => Holds($"/proc/{process}/environ", $"OMPI_COMM_WORLD_RANK={rank}\0"));

    /// <summary>The processes of the job that are still alive. Those that were told to end are given a few seconds for it.</summary>
    public async Task<IReadOnlyList<int>> Survivors(CancellationToken cancel)
    {
        IReadOnlyList<int> alive = Alive();
        for (int waited = 0; waited < 100 && alive.Count > 0; waited++)
        {
            await Task.Delay(50, cancel);
            alive = Alive();
        }
        return alive;
    }

    public void Dispose()
    {
        foreach (int process in Alive())
            _ = kill(process, 9);
        launcher.WaitForExit();
        launcher.Dispose();
    }

    private static string[] Command(string program, string[] arguments) => ["dotnet", Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments];

    private static MpiJob Start(IReadOnlyDictionary<string, string> environment, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new MpiJob(start);
    }

    /// <summary>Every process that inherited the mark of this job, and has not ended (a zombie has no environment).</summary>
    private List<int> Alive() =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out int _) && Holds($"/proc/{name}/environ", $"CACL_TEST_JOB={mark}")).Select(name => int.Parse(name!))];

    private static bool Holds(string file, string text) => TextOf(file).Contains(text, StringComparison.Ordinal);

    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Of a process that ended meanwhile, or is somebody else's.
            return "";
        }
    }

    // mpirun tags and hands on what it happened to read, which may be a part of a line: what another rank said then stands in the same line, and
    // the rest of the first in a later one.
    private void Hear(string? line, bool isError)
    {
        lock (begun)
        {
            if (line is null)
            {
                foreach (var key in begun.Keys.Where(key => key.IsError == isError).ToArray())
                    Say(key, "");
                return;
            }

            MatchCollection tags = Tag().Matches(line);
            string untagged = tags.Count == 0 ? line : line[..tags[0].Index];
            if (tags.Count == 0 || untagged.Length > 0)
                said.Enqueue((null, true, untagged));
            for (int i = 0; i < tags.Count; i++)
            {
                (int, bool) key = (int.Parse(tags[i].Groups[1].Value), tags[i].Groups[2].Value == "stderr");
                int start = tags[i].Index + tags[i].Length;
                if (i + 1 < tags.Count)
                    begun[key] = begun.GetValueOrDefault(key) + line[start..tags[i + 1].Index];
                else
                    Say(key, line[start..]);
            }
        }

        void Say((int Rank, bool IsError) key, string rest)
        {
            begun.Remove(key, out string? beginning);
            said.Enqueue((key.Rank, key.IsError, beginning + rest));
        }
    }

    [GeneratedRegex(@"ShdPnd:\s*(\w+)")]
    private static partial Regex Pending();

    [GeneratedRegex(@"\[\d+,(\d+)\]<(stdout|stderr)>:")]
    private static partial Regex Tag();

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
}
