using System.Diagnostics;

namespace Cacl.Files.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-files-").FullName;

    private string Path => System.IO.Path.Join(folder, "a [1]*.bin");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Writers_of_one_file_do_not_disturb_each_other()
    {
        AtomicFile.Write(Path, stream =>
        {
            AtomicFile.Write(Path, other => other.Write("of the other"u8));
            Assert.Equal("of the other", File.ReadAllText(Path));
            stream.Write("of the last"u8);
        });

        Assert.Equal("of the last", File.ReadAllText(Path));
        Assert.Equal([Path], Directory.GetFiles(folder));
    }

    [Fact]
    public void Many_writers_at_once_leave_one_whole_file_and_nothing_else()
    {
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            AtomicFile.Write(Path, stream => stream.Write(Enumerable.Repeat((byte)i, 10_000).ToArray())));

        byte[] found = File.ReadAllBytes(Path);
        Assert.Equal(10_000, found.Length);
        Assert.Single(found.Distinct());
        Assert.Equal([Path], Directory.GetFiles(folder));
    }

    [Fact]
    public void What_a_killed_writer_left_is_removed_by_the_next_of_the_same_file()
    {
        string left = Left(Path), ofAnother = Left(System.IO.Path.Join(folder, "b.bin")), longer = Left(Path + ".more");
        string[] others = [ofAnother, longer, $"{Path}.mine.partial", $"{Path}.{new string('g', 32)}.partial", $"{Path}.partial"];
        foreach (string other in others)
            File.WriteAllText(other, "");

        AtomicFile.Write(Path, stream => stream.Write("whole"u8));

        Assert.False(File.Exists(left));
        Assert.Equal([.. others.Append(Path).Order()], Directory.GetFiles(folder).Order());
    }

    [Fact]
    public async Task What_another_process_is_writing_stays_until_that_process_ends()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The other process is flock's.");
        string held = Left(Path);
        using Process other = Process.Start(new ProcessStartInfo("flock", ["--shared", held, "sh", "-c", "echo held; cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        AtomicFile.Write(Path, _ => { });
        Assert.True(File.Exists(held));

        other.StandardInput.Close();
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        AtomicFile.CheckPlace(Path);
        Assert.False(File.Exists(held));
    }

    [Fact]
    public async Task Writers_do_not_disturb_each_other_where_nothing_can_be_locked()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AtomicFileTests).Assembly.Location, "-noLogo", "-method", $"{typeof(AtomicFileTests).FullName}.{nameof(Writers_of_one_file_do_not_disturb_each_other)}"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1";
        using Process other = Process.Start(start)!;
        string said = await other.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(other.ExitCode == 0 && said.Contains("Total: 1", StringComparison.Ordinal), said);
    }

    [Fact]
    public void Failed_write_leaves_the_file_that_was_there_and_no_other()
    {
        File.WriteAllText(Path, "before");

        Assert.Throws<NotSupportedException>(() => AtomicFile.Write(Path, stream =>
        {
            stream.Write("half"u8);
            throw new NotSupportedException();
        }));
        AtomicFile.CheckPlace(Path);

        Assert.Equal("before", File.ReadAllText(Path));
        Assert.Equal([Path], Directory.GetFiles(folder));
    }

    [Fact]
    public void Folders_that_lack_are_made_and_files_in_their_place_are_named()
    {
        string below = System.IO.Path.Join(folder, "new", "inner", "a.bin");
        AtomicFile.Write(below, stream => stream.Write("x"u8));
        Assert.Equal("x", File.ReadAllText(below));

        Assert.Equal($"'{folder}' is a folder; a path of a file is needed.", Assert.Throws<IOException>(() => AtomicFile.CheckPlace(folder)).Message);
        Assert.Equal($"'{below}/a' can't be written: '{below}' is a file and no folder.", Assert.Throws<IOException>(() => AtomicFile.CheckPlace($"{below}/a")).Message);
    }

    [Fact]
    public void A_place_that_takes_no_file_is_told_by_the_name_that_was_given()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc elsewhere.");

        string said = Assert.Throws<IOException>(() => AtomicFile.Write("/proc/cacl.csv", _ => { })).Message;

        Assert.Contains("'/proc/cacl.csv'", said);
        Assert.DoesNotContain(AtomicFile.Ending, said);
    }

    // As a process that is killed leaves it.
    private static string Left(string path)
    {
        string left = $"{path}.{Guid.NewGuid():N}{AtomicFile.Ending}";
        File.WriteAllText(left, "half");
        return left;
    }
}
