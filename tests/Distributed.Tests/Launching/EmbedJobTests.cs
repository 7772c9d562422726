using System.Text.Json.Nodes;

namespace Distributed.Tests;

/// <summary>Embedding by several processes: what they write together, and how they go on.</summary>
[Collection(EmbedJobs.Name)]
public sealed class EmbedJobTests(EmbedSet set)
{
    /// <summary>The length of three rows or more.</summary>
    private const long SomeRows = 3000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, "index")]
    [InlineData(3, "csv")]
    public async Task Processes_write_together_what_one_writes_alone(int ranks, string ending)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        string output = set[$"{ranks}/together.{ending}"];
        using MpiJob job = MpiJob.Start(ranks, "cacl", [.. set.EmbedTo(output), "--json"]);
        await job.Succeed(Cancel);

        Assert.Equal(set.Alone(ending), File.ReadAllBytes(output));
        Assert.Equal([output], Directory.GetFiles(set[$"{ranks}"]));
        JsonNode told = JsonNode.Parse(string.Join('\n', job.Lines(0)))!;
        Assert.Equal((EmbedSet.Videos + 1, EmbedSet.Videos, 0, false), ((int)told["videos"]!, (int)told["embedded"]!, (int)told["reused"]!, (bool)told["stopped"]!));
        Assert.Equal(set.Bad, (string?)Assert.Single(told["leftOut"]!.AsArray())!["path"]);
        Assert.Single(job.Everything.Split('\n'), line => line.StartsWith($"Left out {set.Bad}: ", StringComparison.Ordinal));
        Assert.Single(job.Errors(0), line => line == $"Embedding: {EmbedSet.Videos + 1}/{EmbedSet.Videos + 1}");
        // One process tells of the whole.
        Assert.All(Enumerable.Range(1, ranks - 1), rank => Assert.Empty(job.Lines(rank)));
        Assert.DoesNotContain(Enumerable.Range(1, ranks - 1).SelectMany(job.Errors), line => !line.StartsWith("Left out ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_whose_process_is_killed_ends_and_goes_on_in_any_number_of_processes()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        string output = set["killed/part.index"], rows = output + ".rows";
        foreach ((int ranks, int victim) in new[] { (1, 0), (2, 1), (3, 0) })
        {
            long before = victim == 0 ? SizeOf(rows) : 0;
            using MpiJob job = MpiJob.Start(ranks, "cacl", set.EmbedTo(output));
            string own = victim == 0 ? rows : $"{rows}.{victim}";
            while (SizeOf(own) < before + SomeRows)
            {
                Assert.True(!job.HasEnded, job.Everything);
                await Task.Delay(5, Cancel);
            }
            int process = job.ProcessOf(victim);
            Assert.DoesNotContain("libtorch", File.ReadAllText($"/proc/{process}/maps"), StringComparison.Ordinal);
            MpiJob.Signal(process, 9);
            await job.End(Cancel);
            Assert.NotEqual(0, job.ExitCode);
            Assert.Contains($"process rank {victim} ", job.Everything, StringComparison.Ordinal);
            Assert.Empty(await job.Survivors(Cancel));
            Assert.False(File.Exists(output));
        }

        // The last line of a process that died may be cut off.
        await CutOff(rows);
        string told = EmbedSet.Tool([.. set.EmbedTo(output), "--json"]);
        Assert.InRange((int)JsonNode.Parse(told)!["reused"]!, 3, EmbedSet.Videos);
        Assert.Equal(set.Alone("index"), File.ReadAllBytes(output));
        Assert.Equal([output], Directory.GetFiles(set["killed"]));
    }

    [Fact]
    public async Task A_job_whose_launcher_is_told_to_end_keeps_what_it_did()
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        string output = set["told/part.csv"], rows = output + ".rows";
        using (MpiJob job = MpiJob.Start(2, "cacl", set.EmbedTo(output)))
        {
            while (SizeOf(rows + ".1") < SomeRows)
            {
                Assert.True(!job.HasEnded, job.Everything);
                await Task.Delay(5, Cancel);
            }
            await job.EndHere(Cancel);
            await job.End(Cancel);
            Assert.NotEqual(0, job.ExitCode);
            Assert.Empty(await job.Survivors(Cancel));
        }

        using MpiJob rest = MpiJob.Start(3, "cacl", [.. set.EmbedTo(output), "--json"]);
        await rest.Succeed(Cancel);
        Assert.InRange((int)JsonNode.Parse(string.Join('\n', rest.Lines(0)))!["reused"]!, 3, EmbedSet.Videos);
        Assert.Equal(set.Alone("csv"), File.ReadAllBytes(output));
        Assert.Equal([output], Directory.GetFiles(set["told"]));
    }

    [Theory]
    [InlineData(false, ".rows.1', where rank 1 has written its vectors, is not there on ")]
    [InlineData(true, "though all were worked on; the first: ")]
    public async Task A_job_that_loses_what_a_process_wrote_fails_and_goes_on(bool isEmptied, string told)
    {
        Assert.SkipUnless(MpiJob.CanStart, MpiJob.Missing);
        string output = set[$"lost {isEmptied}/part.csv"], part = output + ".rows.1";
        using (MpiJob job = MpiJob.Start(2, "cacl", set.EmbedTo(output)))
        {
            while (SizeOf(part) < SomeRows)
            {
                Assert.True(!job.HasEnded, job.Everything);
                await Task.Delay(5, Cancel);
            }
            string head = File.ReadLines(part).First();
            File.Delete(part);
            if (isEmptied)
                File.WriteAllText(part, head + "\n");
            await job.End(Cancel);
            Assert.Equal(1, job.ExitCode);
            Assert.Contains(told, job.Everything, StringComparison.Ordinal);
            Assert.False(File.Exists(output));
        }

        string rest = EmbedSet.Tool([.. set.EmbedTo(output), "--json"]);
        Assert.InRange((int)JsonNode.Parse(rest)!["reused"]!, EmbedSet.Videos / 4, EmbedSet.Videos);
        Assert.Equal(set.Alone("csv"), File.ReadAllBytes(output));
    }

    // A killed process is gone a moment before its files are free.
    private static async Task CutOff(string journal)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                File.AppendAllText(journal, "{\"Path\":\"");
                return;
            }
            catch (IOException) when (tries < 100)
            {
                await Task.Delay(20, Cancel);
            }
        }
    }

    private static long SizeOf(string journal) => File.Exists(journal) ? new FileInfo(journal).Length : 0;
}
