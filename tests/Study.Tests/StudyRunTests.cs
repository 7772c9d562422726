using Cacl.Clips;

namespace Cacl.Study.Tests;

public sealed class StudyRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-study-").FullName;

    [Fact]
    public void A_study_makes_its_table_and_makes_no_run_twice()
    {
        string videos = Videos();
        string[] arguments = ["--data", videos, "--variants", "untrained,degree,full", "--steps", "2", "--output", Path.Join(folder, "out")];

        string first = Run([.. arguments, "--seeds", "1"]);
        Assert.Contains("3 runs, 0 of them made before", first, StringComparison.Ordinal);
        Assert.Contains("6 videos to learn from and find, 4 that search; chance 50.0, degree 12.5", first, StringComparison.Ordinal);

        string second = Run([.. arguments, "--seeds", "1,2"]);
        Assert.Contains("6 runs, 3 of them made before", second, StringComparison.Ordinal);
        Assert.DoesNotContain("1/6", second, StringComparison.Ordinal);
        Assert.Contains("4/6 set untrained seed 2: R@1 ", second, StringComparison.Ordinal);
        Assert.Equal(6, File.ReadAllLines(Path.Join(folder, "out", "results.jsonl")).Length);
        Assert.Contains("<h2>set: mean similarity of each positive pair / of other videos</h2>", File.ReadAllText(Path.Join(folder, "out", "study.html")), StringComparison.Ordinal);

        string longer = Run(["--data", videos, "--variants", "degree", "--seeds", "1", "--steps", "3", "--output", Path.Join(folder, "out")]);
        Assert.Contains("1 runs, 0 of them made before", longer, StringComparison.Ordinal);
    }

    [Fact]
    public void To_select_is_to_leave_the_validation_videos_alone()
    {
        string videos = Videos();
        foreach (string path in Directory.EnumerateFiles(Path.Join(videos, "validate"), "*.avi", SearchOption.AllDirectories))
            File.WriteAllText(path, "No one looks into this.");
        string said = Run(["--data", videos, "--variants", "degree", "--seeds", "1", "--steps", "2", "--select", "--output", Path.Join(folder, "out")]);
        Assert.Contains("4 videos to learn from and find, 2 that search", said, StringComparison.Ordinal);
        Assert.Contains("measured on a part of train that was held out", said, StringComparison.Ordinal);
        Assert.Contains("\"measuredOn\":\"a part of train\"", File.ReadAllText(Path.Join(folder, "out", "results.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_that_is_spent_ends_the_study_with_the_table_of_what_there_is()
    {
        string[] arguments = ["--data", Videos(), "--variants", "degree,contrast-cnn", "--seeds", "1,2", "--steps", "2", "--output", Path.Join(folder, "out")];
        Run([.. arguments, "--seeds", "1"]);
        using var console = new StringWriter();
        StudyOptions options = StudyOptions.Parse([.. arguments, "--budget", "0.00001"]);
        Assert.False(new StudyRun(options, console, TestContext.Current.CancellationToken).Run());
        Assert.Contains("The budget of 1E-05 minutes is spent with 2 of 4 runs made.", console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_methods_are_trained_and_measured_as_CACL_is()
    {
        string said = Run(["--data", Videos(), "--table", "methods", "--variants", "untrained-frames,cvrl,cyclecontrast,opn", "--seeds", "1", "--steps", "2", "--output", Path.Join(folder, "out")]);
        Assert.Contains("4/4 set opn seed 1: R@1 ", said, StringComparison.Ordinal);
        Assert.Contains("R@1 above –", said, StringComparison.Ordinal);
        Assert.DoesNotContain("mean similarity of each positive pair", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Scenes_are_pieces_of_videos_that_tell_which_video()
    {
        string textures = Path.Join(Videos(), "train");
        string said = Run(["--data", "scenes", "--textures", textures, "--variants", "untrained-frames", "--seeds", "1", "--output", Path.Join(folder, "out")]);
        Assert.Contains("scenes: 96 videos to learn from, 48 of validate to measure on", said, StringComparison.Ordinal);
        DateTime made = File.GetLastWriteTimeUtc(Path.Join(folder, "out", "scenes", "train", "00", "00.avi"));
        Run(["--data", "scenes", "--textures", textures, "--variants", "untrained-frames", "--seeds", "1", "--output", Path.Join(folder, "out")]);
        Assert.Equal(made, File.GetLastWriteTimeUtc(Path.Join(folder, "out", "scenes", "train", "00", "00.avi")));
    }

    [Fact]
    public void A_folder_without_its_two_parts_is_refused()
    {
        StudyOptions options = StudyOptions.Parse(["--data", folder, "--output", Path.Join(folder, "out")]);
        UsageException fault = Assert.Throws<UsageException>(() => new StudyRun(options, TextWriter.Null, TestContext.Current.CancellationToken).Run());
        Assert.Equal($"--data is {folder}; it must be motion, scenes, arid where ./build.sh finds it, or a folder that holds train/ and validate/.", fault.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Run(string[] arguments)
    {
        using var console = new StringWriter();
        Assert.True(new StudyRun(StudyOptions.Parse(arguments), console, TestContext.Current.CancellationToken).Run());
        return console.ToString();
    }

    /// <summary>Two classes: a stripe that moves across, and one that moves down. Three videos each to learn from, two to measure on.</summary>
    private string Videos()
    {
        string set = Path.Join(folder, "set");
        foreach ((string part, int each) in new[] { ("train", 3), ("validate", 2) })
            foreach (bool isAcross in new[] { true, false })
                for (int i = 0; i < each; i++)
                    Write(Path.Join(Directory.CreateDirectory(Path.Join(set, part, isAcross ? "across" : "down")).FullName, $"{i:000}.avi"), isAcross, 7 * i);
        return set;
    }

    private static void Write(string path, bool isAcross, int start)
    {
        var size = new FrameSize(48, 36);
        using VideoFileWriter video = VideoFileWriter.Create(path, size, 20, "MJPG");
        var frame = new byte[size.ByteCount];
        for (int i = 0; i < 32; i++)
        {
            for (int y = 0; y < size.Height; y++)
                for (int x = 0; x < size.Width; x++)
                    frame.AsSpan((y * size.Width + x) * 3, 3).Fill((byte)(((isAcross ? x : y) + 30 - i - start % 30) % 30 < 6 ? 230 : 4 * x));
            video.Write(frame);
        }
    }
}
