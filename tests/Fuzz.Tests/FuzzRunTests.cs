using System.Diagnostics;

namespace Cacl.Fuzz.Tests;

/// <summary>With a shell script in place of the process that reads: it gets the seed, the first number and the count as $4, $5 and $6.</summary>
public sealed class FuzzRunTests : IDisposable
{
    private readonly DirectoryInfo _output = Directory.CreateTempSubdirectory("cacl-fuzz-tests-");

    public void Dispose() => _output.Delete(recursive: true);

    [Fact]
    public void A_file_that_kills_the_process_is_kept_and_the_next_is_read()
    {
        FuzzReport report = Run("""
            for ((n = $5; n < $5 + $6; n++)); do
                echo "at $n a.avi, truncated"
                echo damaged >$2/damaged.avi
                echo "step open"
                [[ $n != 2 ]] || { echo "last words" >&2; kill -SEGV $$; }
                echo "done complete"
            done
            """, 5);
        Assert.Equal(new Dictionary<string, int> { ["complete"] = 4, ["CRASH"] = 1 }, report.Outcomes);
        Assert.Equal((5, 2), (report.Read, report.Processes));
        string kept = Path.Combine(_output.FullName, "seed-3-number-2.avi");
        Assert.Equal($"number 2 of seed 3 (a.avi, truncated), kept for ./build.sh fuzz --file {kept}: the process ended with code 139 at 'open'. last words", Assert.Single(report.Failures));
        Assert.Equal("damaged\n", File.ReadAllText(kept));
    }

    [Fact]
    public void A_file_that_goes_nowhere_is_given_up_and_the_next_is_read()
    {
        FuzzReport report = Run("""
            for ((n = $5; n < $5 + $6; n++)); do
                echo "at $n b.mp4, spliced"
                echo "step count"
                [[ $n != 0 ]] || sleep 1000
                echo "done Corrupt"
            done
            """, 3, TimeSpan.FromSeconds(2));
        Assert.Equal(new Dictionary<string, int> { ["Corrupt"] = 2, ["HANG"] = 1 }, report.Outcomes);
        Assert.Contains("no step forward for 2 s at 'count'", Assert.Single(report.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_dies_at_once_is_not_started_for_ever()
    {
        FuzzReport report = Run("exit 7", 4);
        Assert.Equal((4, 4), (report.Processes, report.Failures.Count));
    }

    [Fact]
    public void A_failure_is_named_and_the_process_goes_on()
    {
        FuzzReport report = Run("echo 'at 0 c.mkv, shrunk'; echo 'fail InvalidDataException: frame 3 differs'; echo 'at 1 d.mkv, shrunk'; echo 'done NotAVideo'", 2);
        Assert.Equal(new Dictionary<string, int> { ["FAILED"] = 1, ["NotAVideo"] = 1 }, report.Outcomes);
        Assert.EndsWith("seed-3-number-0.mkv: InvalidDataException: frame 3 differs", Assert.Single(report.Failures), StringComparison.Ordinal);
        Assert.Equal(1, report.Processes);
    }

    [Theory]
    [InlineData(2, "memory grew from 130 to 210 MiB over 60 measures")]
    [InlineData(1, null)]
    public void Memory_that_grows_without_end_fails(int mebibytesEach, string? failure)
    {
        FuzzReport report = Run($"for ((n = 0; n < 60; n++)); do echo \"memory $(((100 + n * {mebibytesEach}) * 1048576))\"; done; echo 'at 0 e.avi, shrunk'; echo 'done complete'", 1);
        Assert.Equal(failure, report.Failures.SingleOrDefault());
        // From the middle of the second ten measures to that of the last ten.
        Assert.Equal(40L * mebibytesEach << 20, report.LastMemory - report.WarmMemory);
    }

    [Fact]
    public void Memory_that_grows_once_is_shown_and_does_not_fail()
    {
        FuzzReport report = Run("for ((n = 0; n < 60; n++)); do echo \"memory $(((100 + n / 30 * 350) * 1048576))\"; done; echo 'at 0 e.avi, shrunk'; echo 'done complete'", 1);
        Assert.Empty(report.Failures);
        Assert.Equal((100L << 20, 450L << 20, 0L), (report.WarmMemory, report.LastMemory, report.SteadyGrowth));
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void A_run_too_short_for_its_memory_to_be_checked_says_so(int measures, bool tooShort)
    {
        FuzzReport report = Run($"for ((n = 0; n < {measures}; n++)); do echo \"memory $((100 * 1048576))\"; done; echo 'at 0 e.avi, shrunk'; echo 'done complete'", 1);
        Assert.Equal(tooShort, report.ToString().Contains($"memory: not checked, {measures} measures are too few", StringComparison.Ordinal));
        Assert.Equal(tooShort, report.WarmMemory == 0);
    }

    private FuzzReport Run(string script, int count, TimeSpan? patience = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for bash.");
        FuzzOptions options = new() { Count = count, Seed = 3, Output = _output.FullName, Patience = patience ?? TimeSpan.FromSeconds(60) };
        return new FuzzRun(options, _ => { }, arguments => new ProcessStartInfo("bash", ["-c", "[[ $1 == read ]] || exit 0; shift; " + script, "bash", .. arguments])).Run();
    }
}
