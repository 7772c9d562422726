using System.Net;
using System.Net.Http.Json;

namespace Cacl.Samples.SearchService.Tests;

public class LoadTests(IndexedVideos videos) : IClassFixture<IndexedVideos>
{
    private const int Clients = 16;
    private static readonly CancellationToken Running = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixteen_clients_at_once_each_get_their_own_answer()
    {
        const int rounds = 6;
        await using RunningService service = await RunningService.Start(videos);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (int round = 0; round < rounds; round++)
            {
                int video = (client + round) % IndexedVideos.Count;
                HttpResponseMessage response = await service.Upload(videos.Content(video), $"{client}-{round}.avi", cancellation: Running);
                SearchAnswer answer = (await response.Content.ReadFromJsonAsync<SearchAnswer>(Running))!;
                Assert.Equal($"{client}-{round}.avi", answer.Name);
                SearchTests.AssertNearest(videos.Nearest(video), answer);
            }
        }));

        Assert.Equal(Clients * rounds, service.Log.Entries("Found").Length);
        await service.NothingLeft();
    }

    [Fact]
    public async Task Uploads_take_no_memory_of_their_size()
    {
        const int megabytes = 24;
        byte[] video = videos.Content(0);
        byte[] rest = new byte[1 << 20];
        await using RunningService service = await RunningService.Start(videos, ["--Search:SideBySide", "2"]);
        await Send();   // what is made once is made now

        long before = GC.GetTotalAllocatedBytes(precise: true);
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Send()));
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.InRange(allocated, 0, Clients * (megabytes / 4L << 20));
        await service.NothingLeft();

        // A video with much behind it that no decoder reads, sent from one buffer, so that the client takes no memory either.
        Task<HttpResponseMessage> Send() => service.Client.PostAsync("search", RunningService.Form(new RepeatedContent(video, rest, megabytes)), Running);
    }

    private sealed class RepeatedContent(byte[] start, byte[] rest, int times) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(start);
            for (int i = 0; i < times; i++)
                await stream.WriteAsync(rest);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = start.Length + (long)rest.Length * times;
            return true;
        }
    }
}
