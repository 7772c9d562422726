using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cacl.Samples.SearchService.Tests;

public class LimitTests(IndexedVideos videos) : IClassFixture<IndexedVideos>
{
    private static readonly CancellationToken Running = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Uploads_above_the_limit_are_turned_away_until_there_is_room()
    {
        using var search = new GatedSearch();
        await using RunningService service = await RunningService.Start(videos, ["--Search:MostRequests", "2", "--Search:SideBySide", "2"], search);
        Task<HttpResponseMessage>[] first = [service.Upload([1], cancellation: Running), service.Upload([2], cancellation: Running)];
        await RunningService.Until(() => search.Inside == 2);

        HttpResponseMessage third = await service.Upload([3], cancellation: Running);

        await RefusalTests.AssertProblem(third, 503, "busy", "2 uploads are under way, as many as this service takes at a time. Try again in 2 seconds.");
        Assert.Equal(TimeSpan.FromSeconds(2), third.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("health", Running)).StatusCode);
        search.Open();
        Assert.All(await Task.WhenAll(first), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await service.Upload([4], cancellation: Running)).StatusCode);
        await service.NothingLeft();
    }

    [Fact]
    public async Task Uploads_wait_for_their_turn()
    {
        using var search = new GatedSearch();
        await using RunningService service = await RunningService.Start(videos, ["--Search:SideBySide", "2"], search);

        Task<HttpResponseMessage>[] all = [.. Enumerable.Range(0, 7).Select(i => service.Upload([(byte)i], cancellation: Running))];
        await RunningService.Until(() => search.Inside == 2 && Directory.GetFiles(service.UploadFolder).Length == 7);
        Assert.Equal(2, service.Working);
        search.Open();

        Assert.All(await Task.WhenAll(all), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(2, search.Most);
        await service.NothingLeft();
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_work_on_its_upload()
    {
        using var search = new GatedSearch();
        await using RunningService service = await RunningService.Start(videos, ["--Search:SideBySide", "1"], search);
        using var away = CancellationTokenSource.CreateLinkedTokenSource(Running);
        Task<HttpResponseMessage> worked = service.Upload([1], cancellation: away.Token);
        await RunningService.Until(() => search.Inside == 1);
        Task<HttpResponseMessage> waiting = service.Upload([2], cancellation: away.Token);
        await RunningService.Until(() => Directory.GetFiles(service.UploadFolder).Length == 2);

        await away.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worked);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await service.NothingLeft();
        await RunningService.Until(() => service.Log.Entries("The client went away").Length == 2);
        Assert.Equal(1, search.Most);
        Assert.Equal(0, search.Inside);
    }

    [Fact]
    public async Task A_client_that_goes_away_while_it_uploads_leaves_no_file()
    {
        await using RunningService service = await RunningService.Start(videos);
        using (TcpClient half = await SendHalf(service))
        {
            await RunningService.Until(() => Directory.GetFiles(service.UploadFolder).Length == 1);
            half.LingerState = new LingerOption(true, 0);
        }

        await service.NothingLeft();
        await RunningService.Until(() => service.Log.Entries("The client went away").Length + service.Log.Entries("Refused an upload with 400 cutOff").Length == 1);
    }

    [Fact]
    public async Task An_upload_that_takes_too_long_is_refused()
    {
        await using RunningService service = await RunningService.Start(videos, ["--Search:UploadSeconds", "0.3"]);
        using TcpClient half = await SendHalf(service);

        using var reader = new StreamReader(half.GetStream());
        string answer = "";
        while (!answer.Contains("seconds.", StringComparison.Ordinal))
            answer += (char)reader.Read();

        Assert.StartsWith("HTTP/1.1 408", answer);
        Assert.Contains("\"reason\":\"uploadTime\"", answer + await Rest(reader));
        await service.NothingLeft();

        static async Task<string> Rest(StreamReader reader)
        {
            char[] buffer = new char[1000];
            return new string(buffer, 0, await reader.ReadAsync(buffer, Running));
        }
    }

    [Fact]
    public async Task Work_that_takes_too_long_is_given_up()
    {
        await using RunningService service = await RunningService.Start(videos, ["--Search:SearchSeconds", "0.2"], new GatedSearch());

        await RefusalTests.AssertProblem(await service.Upload([1], cancellation: Running), 422, "searchTime", "Decoding and embedding the video took longer than 0.2 seconds");
        await service.NothingLeft();
    }

    [Fact]
    public async Task Decoding_itself_ends_when_its_time_is_over()
    {
        using var folder = new TemporaryFolder();
        IndexedVideos.Write(folder.File("long.avi"), seed: 1, frames: 5000);
        await using RunningService service = await RunningService.Start(videos, ["--Search:SearchSeconds", "0.001"]);

        await RefusalTests.AssertProblem(await service.Upload(await File.ReadAllBytesAsync(folder.File("long.avi"), Running), cancellation: Running), 422, "searchTime");
        await service.NothingLeft();
    }

    [Fact]
    public async Task What_a_killed_process_left_is_deleted_after_a_day()
    {
        using var folder = new TemporaryFolder();
        string old = folder.File("cacl-upload-old"), fresh = folder.File("cacl-upload-new"), other = folder.File("other");
        foreach (string path in new[] { old, fresh, other })
            await File.WriteAllBytesAsync(path, [1], Running);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddDays(-2));

        Upload.DeleteForgotten(folder.Path);

        Assert.Equal([fresh, other], Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal));
    }

    // The headers of a body of 1,000,000 bytes, and the first 1,000 of these.
    private static async Task<TcpClient> SendHalf(RunningService service)
    {
        var client = new TcpClient();
        await client.ConnectAsync(service.Address.Host, service.Address.Port, Running);
        byte[] request = [.. Encoding.ASCII.GetBytes($"POST /search HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Type: video/mp4\r\nContent-Length: 1000000\r\n\r\n"), .. new byte[1000]];
        await client.GetStream().WriteAsync(request, Running);
        return client;
    }
}
