using System.Diagnostics;
using Cacl.Search;

namespace Cacl.Samples.SearchService.Tests;

public class StartTests(IndexedVideos videos) : IClassFixture<IndexedVideos>
{
    private static readonly CancellationToken Running = TestContext.Current.CancellationToken;

    [Fact]
    public void Every_fault_of_the_settings_is_in_one_message()
    {
        var fault = Assert.Throws<StartFaultException>(() => ServiceHost.Build(["--index", "none.index", "--Search:Neighbours", "0", "--Search:SearchSeconds", "-1", "--Search:TemporaryFolder", "nowhere"]));

        Assert.Equal(
            "Encoder is not set; name the file of the encoder: --encoder FILE. Index is 'none.index', and there is no such file. TemporaryFolder is 'nowhere', and there is no such folder. "
            + "Neighbours is 0; it must be from 1 to 100. SearchSeconds is -1; it must be from 0.001 to 86400.",
            fault.Message);
    }

    [Fact]
    public void Options_that_there_are_not_are_named()
    {
        Assert.StartsWith("There is no option --vidoes. There are --encoder, --index, --videos, --urls,", Assert.Throws<StartFaultException>(() => Build("--vidoes", "x")).Message);
        Assert.Contains("MostRequest'", Assert.Throws<StartFaultException>(() => Build("--Search:MostRequest", "3")).Message);
        Assert.Contains("MostRequests", Assert.Throws<StartFaultException>(() => Build("--Search:MostRequests", "three")).Message);
    }

    [Fact]
    public void An_index_of_other_vectors_is_refused()
    {
        using var folder = new TemporaryFolder();

        var length = Assert.Throws<StartFaultException>(() => BuildOn(Index(folder, 5, (videos.Paths[0], [1, 2, 3, 4, 5]))));
        var other = Assert.Throws<StartFaultException>(() => BuildOn(Index(folder, 8, ("gone.avi", [8, 7, 6, 5, 4, 3, 2, 1]), (videos.Paths[1], [1, 2, 3, 4, 5, 6, 7, 8]))));
        var empty = Assert.Throws<StartFaultException>(() => BuildOn(Index(folder, 8)));

        Assert.Equal($"The index '{folder.File("videos.index")}' holds vectors of 5 numbers; the encoder '{IndexedVideos.Encoder}' makes vectors of 8.", length.Message);
        Assert.StartsWith($"The index '{folder.File("videos.index")}' was not made by the encoder '{IndexedVideos.Encoder}' with 3 clips of each video: '{videos.Paths[1]}' has a vector now whose similarity to the one in the index is ", other.Message);
        Assert.Equal($"The index '{folder.File("videos.index")}' holds no videos.", empty.Message);
    }

    [Fact]
    public async Task An_index_whose_videos_are_gone_is_served_with_a_warning()
    {
        using var folder = new TemporaryFolder();

        await using RunningService service = await RunningService.Start(videos, ["--index", Index(folder, 8, ("gone.avi", [8, 7, 6, 5, 4, 3, 2, 1]))]);

        Assert.Single(service.Log.Entries("None of the videos looked for"));
        await RefusalTests.AssertProblem(await service.Client.GetAsync("thumbnails/0", Running), 404, "picture", "The video can't be read any more.");
    }

    [Fact]
    public void What_is_no_encoder_or_no_index_is_refused()
    {
        Assert.StartsWith($"The encoder '{IndexedVideos.ForeignEncoder}' does not say how clips are taken from videos", Assert.Throws<StartFaultException>(() => Build("--encoder", IndexedVideos.ForeignEncoder)).Message);
        Assert.Contains(videos.Index, Assert.Throws<InvalidDataException>(() => Build("--encoder", videos.Index)).Message);
        Assert.Contains(IndexedVideos.Encoder, Assert.Throws<InvalidDataException>(() => Build("--index", IndexedVideos.Encoder)).Message);
    }

    [Fact]
    public async Task The_program_says_in_one_line_why_it_does_not_start()
    {
        using Process program = Start("--index", videos.Index);

        string error = await program.StandardError.ReadToEndAsync(Running);
        await program.WaitForExitAsync(Running);

        Assert.Equal(2, program.ExitCode);
        Assert.Equal("SearchService: Encoder is not set; name the file of the encoder: --encoder FILE.\n", error);
    }

    [Fact]
    public async Task The_program_serves_until_it_is_told_to_end()
    {
        using Process program = Start("--encoder", IndexedVideos.Encoder, "--index", videos.Index, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information");
        string? line;
        while ((line = await program.StandardOutput.ReadLineAsync(Running)) is not null && !line.Contains("Now listening on: ", StringComparison.Ordinal))
        {
        }
        Assert.NotNull(line);
        using var client = new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };

        Assert.Contains("\"videos\":16", await client.GetStringAsync("health", Running));
        using (Process kill = Process.Start("kill", [$"{program.Id}"]))
            await kill.WaitForExitAsync(Running);
        await program.StandardOutput.ReadToEndAsync(Running);
        await program.WaitForExitAsync(Running);

        Assert.Equal(0, program.ExitCode);
    }

    private void Build(params string[] settings) => ServiceHost.Build(["--encoder", IndexedVideos.Encoder, "--index", videos.Index, .. settings]);

    private static void BuildOn(string index) => ServiceHost.Build(["--encoder", IndexedVideos.Encoder, "--index", index]);

    private static string Index(TemporaryFolder folder, int length, params (string Path, float[] Vector)[] rows)
    {
        var builder = new SearchIndexBuilder(length);
        foreach ((string path, float[] vector) in rows)
            builder.Add(path, vector);
        using SearchIndex index = builder.Build();
        index.Save(folder.File("videos.index"));
        return folder.File("videos.index");
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [typeof(ServiceHost).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
