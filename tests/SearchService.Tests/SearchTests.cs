using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cacl.Samples.SearchService.Tests;

public class SearchTests(IndexedVideos videos) : IClassFixture<IndexedVideos>
{
    private static readonly CancellationToken Running = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_finds_itself_and_then_its_neighbours()
    {
        await using RunningService service = await RunningService.Start(videos);

        HttpResponseMessage response = await service.Upload(videos.Content(5), "holiday.avi", cancellation: Running);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        SearchAnswer answer = (await response.Content.ReadFromJsonAsync<SearchAnswer>(Running))!;
        Assert.Equal(("holiday.avi", videos.Content(5).Length), (answer.Name, answer.Bytes));
        Assert.Equal(10, answer.Neighbours.Count);
        AssertNearest(videos.Nearest(5), answer);
        Assert.Equal(new Neighbour(5, "odd/5.avi", "odd", answer.Neighbours[0].Similarity, "thumbnails/5"), answer.Neighbours[0]);
        Assert.InRange(answer.Neighbours[0].Similarity, 0.9999, 1.0001);
        await service.NothingLeft();
        Dictionary<string, object?> logged = Assert.Single(service.Log.Entries("Found"));
        Assert.Equal(("holiday.avi", (long)videos.Content(5).Length, 10), (logged["Name"], logged["Bytes"], logged["Count"]));
    }

    [Theory]
    [InlineData("video/x-msvideo")]
    [InlineData("application/octet-stream")]
    public async Task The_body_itself_may_be_the_video(string type)
    {
        await using RunningService service = await RunningService.Start(videos);
        var content = new ByteArrayContent(videos.Content(2));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);

        HttpResponseMessage response = await service.Client.PostAsync("search?count=3&name=..%2F..%2Fwalk%0A.avi", content, Running);

        SearchAnswer answer = (await response.Content.ReadFromJsonAsync<SearchAnswer>(Running))!;
        Assert.Equal("walk.avi", answer.Name);
        Assert.Equal(3, answer.Neighbours.Count);
        AssertNearest(videos.Nearest(2), answer);
    }

    [Fact]
    public async Task Neighbours_are_named_below_the_folder_of_videos_and_never_by_the_machines_paths()
    {
        await using RunningService service = await RunningService.Start(videos);
        using var empty = new TemporaryFolder();
        await using RunningService outside = await RunningService.Start(videos, ["--videos", empty.Path]);

        string below = await (await service.Upload(videos.Content(0), cancellation: Running)).Content.ReadAsStringAsync(Running);
        string above = await (await outside.Upload(videos.Content(0), cancellation: Running)).Content.ReadAsStringAsync(Running);

        Assert.Contains("\"even/0.avi\"", below);
        Assert.Contains("\"name\":\"0.avi\"", above);
        Assert.DoesNotContain(videos.Folder, below + above);
    }

    [Fact]
    public async Task A_form_may_have_other_fields()
    {
        await using RunningService service = await RunningService.Start(videos);
        using var form = new MultipartFormDataContent { { new StringContent("a note"), "note" }, { new ByteArrayContent([1, 2, 3]), "other", "other.bin" }, { new ByteArrayContent(videos.Content(1)), "video", "Grün.avi" } };

        HttpResponseMessage response = await service.Client.PostAsync("search", form, Running);

        SearchAnswer answer = (await response.Content.ReadFromJsonAsync<SearchAnswer>(Running))!;
        Assert.Equal("Grün.avi", answer.Name);
        AssertNearest(videos.Nearest(1), answer);
    }

    [Fact]
    public async Task Pictures_are_served_as_often_as_they_are_asked_for()
    {
        await using RunningService service = await RunningService.Start(videos);

        byte[][] pictures = [await service.Client.GetByteArrayAsync("thumbnails/3", Running), await service.Client.GetByteArrayAsync("thumbnails/3", Running)];
        HttpResponseMessage none = await service.Client.GetAsync("thumbnails/16", Running);

        Assert.Equal(pictures[0], pictures[1]);
        Assert.Equal([0xFF, 0xD8], pictures[0][..2]);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("The index has 16 rows.", await none.Content.ReadAsStringAsync(Running));
    }

    [Fact]
    public async Task Health_tells_what_is_searched()
    {
        await using RunningService service = await RunningService.Start(videos);

        HealthAnswer? health = await service.Client.GetFromJsonAsync<HealthAnswer>("health", Running);

        Assert.Equal(new HealthAnswer("ok", 16, 8, 0, 100 << 20), health);
    }

    [Fact]
    public async Task The_page_asks_nothing_of_another_machine()
    {
        await using RunningService service = await RunningService.Start(videos);

        HttpResponseMessage page = await service.Client.GetAsync("", Running);
        string text = string.Concat(await Task.WhenAll(new[] { "", "page.js", "page.css" }.Select(name => service.Client.GetStringAsync(name, Running))));

        Assert.StartsWith("default-src 'none'; script-src 'self';", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("://", text);
    }

    [Fact]
    public void The_service_needs_no_TorchSharp()
    {
        using JsonDocument dependencies = JsonDocument.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "SearchService.deps.json")));
        string[] libraries = [.. dependencies.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/')[0])];

        Assert.Contains("Cacl.Onnx", libraries);
        Assert.DoesNotContain(libraries, library => library.Contains("torch", StringComparison.OrdinalIgnoreCase) || library is "Cacl.Learning" or "Cacl.ML.Training" or "Microsoft.ML");
    }

    internal static void AssertNearest((string Name, double Similarity)[] expected, SearchAnswer answer)
    {
        Assert.Equal(expected.Take(answer.Neighbours.Count).Select(found => found.Name), answer.Neighbours.Select(found => found.Name));
        Assert.All(expected.Zip(answer.Neighbours), pair => Assert.InRange(pair.Second.Similarity, pair.First.Similarity - 1e-5, pair.First.Similarity + 1e-5));
    }
}
