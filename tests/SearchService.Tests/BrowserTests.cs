using System.Text.Json.Nodes;

namespace Cacl.Samples.SearchService.Tests;

public class BrowserTests(IndexedVideos videos) : IClassFixture<IndexedVideos>
{
    private const string Shown = "[...document.querySelectorAll('#results li')].map(item => [item.querySelector('.name').textContent, item.querySelector('.label').textContent, item.querySelector('.similarity').textContent])";
    private static readonly CancellationToken Running = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_uploads_a_video_and_shows_the_nearest()
    {
        await using RunningService service = await RunningService.Start(videos);
        await using Chromium browser = await Chromium.Open(service.Address, Running);

        await Search(browser, videos.Paths[7]);
        await browser.Until("document.querySelectorAll('#results li').length === 10", Running);
        JsonArray shown = (JsonArray)(await browser.Evaluate(Shown, Running))!;
        await browser.Until("[...document.querySelectorAll('#results img')].every(picture => picture.complete && picture.naturalWidth === 240)", Running);

        Assert.Equal("The 10 nearest videos to 7.avi", (string?)await browser.Evaluate("document.getElementById('status').textContent", Running));
        Assert.Equal(
            videos.Nearest(7).Take(10).Select(found => (found.Name, found.Name.Split('/')[0])),
            shown.Select(row => ((string)row![0]!, (string)row[1]!)));
        Assert.Equal("1.000", (string?)shown[0]![2]);
        Assert.Empty(browser.Complaints);
        // Pictures of the browser's own buttons are data.
        Assert.All(browser.Requests, request => Assert.Contains(new[] { service.Address.AbsoluteUri, "blob:", "data:" }, beginning => request.StartsWith(beginning, StringComparison.Ordinal)));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await browser.Screenshot(Running))[..4]);
        await service.NothingLeft();
    }

    [Fact]
    public async Task The_page_tells_why_an_upload_is_refused_and_takes_the_next()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("notes.txt"), "Just a line of text.", Running);
        await using RunningService service = await RunningService.Start(videos);
        await using Chromium browser = await Chromium.Open(service.Address, Running);

        await Search(browser, folder.File("notes.txt"));
        await browser.Until("document.getElementById('status').classList.contains('fault')", Running);
        Assert.StartsWith("It is a text: it begins with 'Just a line of text.'", (string?)await browser.Evaluate("document.getElementById('status').textContent", Running));
        Assert.False((bool?)await browser.Evaluate("document.getElementById('search').disabled", Running));

        await Search(browser, videos.Paths[0]);
        await browser.Until("document.querySelectorAll('#results li').length === 10", Running);
        Assert.False((bool?)await browser.Evaluate("document.getElementById('status').classList.contains('fault')", Running));
    }

    [Fact]
    public async Task The_page_sends_no_upload_that_is_too_large()
    {
        await using RunningService service = await RunningService.Start(videos, ["--Search:MostUploadBytes", "1000"]);
        await using Chromium browser = await Chromium.Open(service.Address, Running);
        await browser.Until("document.getElementById('about').textContent.startsWith('16 videos are searched')", Running);

        await Search(browser, videos.Paths[0]);

        await browser.Until("document.getElementById('status').classList.contains('fault')", Running);
        Assert.Equal($"The video has {videos.Content(0).Length} bytes; the service takes 1000 at most.", (string?)await browser.Evaluate("document.getElementById('status').textContent", Running));
        Assert.DoesNotContain(browser.Requests, request => request.EndsWith("/search", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_on_the_page_ends_the_work()
    {
        using var search = new GatedSearch();
        await using RunningService service = await RunningService.Start(videos, search: search);
        await using Chromium browser = await Chromium.Open(service.Address, Running);
        await Search(browser, videos.Paths[0]);
        await RunningService.Until(() => search.Inside == 1);

        await browser.Evaluate("document.getElementById('cancel').click()", Running);

        await service.NothingLeft();
        await browser.Until("document.getElementById('status').textContent === 'Cancelled.'", Running);
    }

    private static async Task Search(Chromium browser, string path)
    {
        await browser.Choose("#video", path, Running);
        await browser.Evaluate("document.getElementById('search').click()", Running);
    }
}
