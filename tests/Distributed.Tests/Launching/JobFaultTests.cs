using Cacl.Cli;

namespace Distributed.Tests;

/// <summary>What ends a job of the tool: every end names the process and the cause, and comes soon.</summary>
[Collection(EmbedJobs.Name)]
public sealed class JobFaultTests(EmbedSet set)
{
    private static readonly string Program = typeof(Tool).Assembly.Location;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fault_that_all_have_is_told_once()
    {
        string[] said = await Fault(2, 2, ["embed", set.Encoder, set.List]);
        Assert.Equal(["cacl: --output FILE is missing. See cacl embed --help."], said);
        Assert.Equal([$"cacl: There is no encoder '{set["none"]}'."], await Fault(1, 2, ["embed", set["none"], set.List, "--output", set["o"]]));
        Assert.Equal(
            ["cacl: 2 processes were started, and this command is one process's work: start it without a launcher, or by mpirun -n 1. See cacl inspect --help."],
            await Fault(2, 2, ["inspect", set.Encoder]));
    }

    [Fact]
    public async Task A_process_that_was_started_otherwise_is_named_with_what_differs()
    {
        string output = set["differing/o.index"], shorter = set["shorter.csv"];
        string[] asked = set.EmbedTo(output);
        File.WriteAllLines(shorter, File.ReadLines(set.List).Take(10));

        string fault = Assert.Single(await Fault(1, 2, asked, ["embed", set.Encoder, shorter, .. asked[3..]]));
        Assert.StartsWith("cacl: All processes of a job must be started alike. Rank 2 has a list of videos 9 (", fault, StringComparison.Ordinal);
        Assert.Contains($"where rank 0 has {EmbedSet.Videos + 1} (", fault, StringComparison.Ordinal);
        fault = Assert.Single(await Fault(1, 2, asked, [.. asked[..3], .. asked[5..]]));
        Assert.StartsWith("cacl: All processes of a job must be started alike. Rank 2 has --clips ", fault, StringComparison.Ordinal);
        Assert.Equal(["cacl: rank 2: There is no option --clip. See cacl embed --help."], await Fault(2, 2, asked, [.. asked, "--clip", "2"]));
        Assert.Equal([$"cacl: rank 2: There is no encoder '{set["none"]}'."], await Fault(1, 2, asked, "embed", set["none"], set.List, "--output", output));
        Assert.Equal(
            ["cacl: All processes of a job must be started alike. Rank 2 has the command train where rank 0 has embed."],
            await Fault(1, 2, asked, "train", set["videos"], "--output", set["differing"]));
        Assert.Empty(Directory.GetFiles(set["differing"]));
    }

    [Fact]
    public async Task Another_build_of_the_program_is_told()
    {
        string other = OtherBuild.Of("cacl.dll", "cacl.dll", set["other build"]), output = set["o.index"];

        string[] asked = set.EmbedTo(output);
        using MpiJob job = MpiJob.Start(1, "cacl", [.. asked, ":", "-n", "1", "dotnet", other, .. asked]);
        Assert.StartsWith("cacl: All processes of a job must be started alike. Rank 1 has build ", Assert.Single(await Faults(1, job)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_fails_on_the_way_ends_the_job_by_name()
    {
        string output = set["throws/o.index"];
        Directory.CreateDirectory(output + ".rows.1");
        string fault = Assert.Single(await Fault(1, 2, set.EmbedTo(output)));
        Assert.StartsWith($"cacl: rank 1: Access to the path '{output}.rows.1' is denied.", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_full_disk_ends_the_job_and_names_the_process_and_the_job_goes_on_when_there_is_room(int rank)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        string output = set[$"full {rank}/o.index"];
        string[] asked = ["dotnet", Program, .. set.EmbedTo(output)];
        // A file that may not grow beyond 8 KiB stands for a disk that has no more room.
        string[] limited = ["bash", "-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "limited", .. asked];
        using (MpiJob job = MpiJob.Launch(["-n", "1", .. rank == 0 ? limited : asked, ":", "-n", "1", .. rank == 1 ? limited : asked], new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" }))
        {
            await job.End(Cancel);
            Assert.NotEqual(0, job.ExitCode);
            Assert.Contains($"rank {rank} of 2: ", job.Everything, StringComparison.Ordinal);
            Assert.Contains($"{output}.rows", job.Everything, StringComparison.Ordinal);
            Assert.Empty(await job.Survivors(Cancel));
        }
        EmbedSet.Tool(set.EmbedTo(output));
        Assert.Equal(set.Alone("index"), File.ReadAllBytes(output));
    }

    [Fact]
    public async Task A_process_without_memory_ends_the_job_by_name()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        string[] asked = ["dotnet", Program, "embed", set.Encoder, set.List, "--clips", "1000", "--output", set["memory.index"]];
        using MpiJob job = MpiJob.Launch(["-n", "1", .. asked, ":", "-n", "1", "env", "DOTNET_GCHeapHardLimit=0x2000000", .. asked], new Dictionary<string, string>());
        await job.End(Cancel);
        Assert.NotEqual(0, job.ExitCode);
        Assert.Contains("rank 1 of 2: OutOfMemoryException: ", job.Everything, StringComparison.Ordinal);
        Assert.Empty(await job.Survivors(Cancel));
    }

    [Fact]
    public async Task Help_is_given_once()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.Start(2, "cacl", "embed", "--help");
        await job.Succeed(Cancel);
        Assert.Equal(EmbedSet.Tool("embed", "--help"), string.Join('\n', job.Lines(0)) + "\n");
        Assert.Empty(job.Lines(1));
    }

    // What is said by a job of which the last process may be given another line.
    private static async Task<string[]> Fault(int code, int ranks, string[] line, params string[] other)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        using MpiJob job = MpiJob.Start(ranks, "cacl", other.Length == 0 ? line : [.. line, ":", "-n", "1", "dotnet", Program, .. other]);
        return await Faults(code, job);
    }

    private static async Task<string[]> Faults(int code, MpiJob job)
    {
        await job.End(Cancel);
        Assert.True(job.ExitCode == code, job.Everything);
        Assert.Empty(await job.Survivors(Cancel));
        return [.. job.Everything.Split('\n').Where(line => line.StartsWith("cacl: ", StringComparison.Ordinal))];
    }
}
