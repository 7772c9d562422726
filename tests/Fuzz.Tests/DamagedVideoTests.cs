using System.Runtime.CompilerServices;
using Cacl.Clips;

namespace Cacl.Fuzz.Tests;

public class DamagedVideoTests
{
    /// <summary>All that may become of a damaged file.</summary>
    private static readonly HashSet<string> Named =
    [
        "complete", "ended early", "ended at damage", "stopped at the count", "unsteady: the decoder itself gives other frames each time", "unsteady: another time the frames are others",
        .. Enum.GetNames<VideoFault>(),
    ];

    [Fact]
    public void Two_thousand_damaged_files_end_in_named_outcomes() => Check(new FuzzOptions { Count = 2000, Output = Kept }, leastBases: 10);

    [Fact]
    public void Damaged_files_of_others_end_in_named_outcomes()
    {
        string[] folders = [.. new[] { "edge", "real" }.Select(SharedFolder).Where(Directory.Exists)];
        Assert.SkipWhen(folders.Length == 0, "No ../shared/videos; CACL_SHARED_VIDEOS can name the folder.");
        Check(new FuzzOptions { Count = 500, Seed = 2, Videos = folders, Output = Kept }, leastBases: 30);
    }

    [Fact]
    public void Half_of_the_files_are_read_by_each_of_the_ways_above_in_turn()
    {
        Dictionary<Way, int> ways = Enumerable.Range(0, 600).GroupBy(Reading.WayOf).ToDictionary(way => way.Key, way => way.Count());
        Assert.Equal(new Dictionary<Way, int> { [Way.File] = 300, [Way.Clips] = 100, [Way.Index] = 100, [Way.Cache] = 100 }, ways);
    }

    [Theory]
    [InlineData(Way.File, "read some after counting")]
    [InlineData(Way.Clips, "take a clip")]
    [InlineData(Way.Index, "take a clip by the index")]
    [InlineData(Way.Cache, "read from the cache")]
    public void A_file_is_read_by_each_way(Way way, string step)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-fuzz-tests-");
        try
        {
            string path = Path.Combine(folder.FullName, "sound.avi");
            var size = new FrameSize(96, 64);
            using (VideoFileWriter writer = VideoFileWriter.Create(path, size, 25, "MJPG"))
            {
                for (int i = 0; i < 12; i++)
                    writer.Write([.. Enumerable.Range(0, size.ByteCount).Select(value => (byte)(value / 99 + 9 * i))]);
            }
            List<string> steps = [];
            Assert.Equal("complete", Reading.Try(path, seed: 1, way, damaged: false, steps.Add));
            Assert.Contains(step, steps);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Kept => Path.Combine(AppContext.BaseDirectory, "failed");

    private static void Check(FuzzOptions options, int leastBases)
    {
        ITestOutputHelper output = TestContext.Current.TestOutputHelper!;
        FuzzReport report = new FuzzRun(options, output.WriteLine).Run();
        output.WriteLine(report.ToString());
        Assert.True(report.Failures.Count == 0, report.ToString());
        Assert.Equal((options.Count, 1), (report.Read, report.Processes));
        // Runs of any length check what they hold.
        Assert.True(report.WarmMemory > 0, report.ToString());
        Assert.True(report.BaseCount >= leastBases, $"This OpenCV writes {report.BaseCount} kinds of files.");
        Assert.Subset(Named, report.Outcomes.Keys.ToHashSet());
        // Damage of every kind came through: files that are still whole, that lost their end, that are none any more.
        Assert.All(["complete", "ended early"], outcome => Assert.InRange(report.Outcomes.GetValueOrDefault(outcome), options.Count / 50, options.Count * 9 / 10));
        Assert.InRange(report.Outcomes.Where(outcome => outcome.Key.StartsWith("unsteady", StringComparison.Ordinal)).Sum(outcome => outcome.Value), 0, options.Count / 10);
    }

    private static string SharedFolder(string name) =>
        Path.Combine(Environment.GetEnvironmentVariable("CACL_SHARED_VIDEOS") ?? Path.Combine(Repository(), "..", "shared", "videos"), name);

    /// <summary>Found from this source file: what is built may lie anywhere.</summary>
    private static string Repository([CallerFilePath] string thisFile = "")
    {
        string? folder = Path.GetDirectoryName(thisFile);
        while (folder is not null && !File.Exists(Path.Combine(folder, "global.json")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? AppContext.BaseDirectory;
    }
}
