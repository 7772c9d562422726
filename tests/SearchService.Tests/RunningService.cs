using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cacl.Samples.SearchService.Tests;

/// <summary>The service on a port of this machine, with a folder of its own for uploads.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly TemporaryFolder uploads = new();
    private readonly WebApplication service;

    private RunningService(IndexedVideos videos, string[] settings, IVideoSearch? search)
    {
        string[] arguments =
        [
            "--encoder", IndexedVideos.Encoder, "--index", videos.Index, "--videos", videos.Folder, "--urls", "http://127.0.0.1:0",
            "--Search:TemporaryFolder", uploads.Path, .. settings,
        ];
        service = ServiceHost.Build(arguments, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(Log);
            if (search is not null)
                builder.Services.AddSingleton(search);
        });
    }

    internal HttpClient Client { get; } = new();

    internal RecordedLog Log { get; } = new();

    internal Uri Address => Client.BaseAddress!;

    internal string UploadFolder => uploads.Path;

    internal int Working => service.Services.GetRequiredService<SearchTurns>().Working;

    /// <summary>Starts the service.</summary>
    /// <param name="videos">What it searches.</param>
    /// <param name="settings">Further arguments.</param>
    /// <param name="search">What searches in the index's place; null for the index.</param>
    internal static async Task<RunningService> Start(IndexedVideos videos, string[]? settings = null, IVideoSearch? search = null)
    {
        var running = new RunningService(videos, settings ?? [], search);
        await running.service.StartAsync(TestContext.Current.CancellationToken);
        running.Client.BaseAddress = new Uri(running.service.Urls.Single());
        return running;
    }

    /// <summary>Sends a file as a form does.</summary>
    internal Task<HttpResponseMessage> Upload(byte[] content, string name = "upload.avi", string query = "", CancellationToken cancellation = default) =>
        Client.PostAsync($"search{query}", Form(new ByteArrayContent(content), name), cancellation);

    internal static MultipartFormDataContent Form(HttpContent file, string name = "upload.avi", string field = "video") => new() { { file, field, name } };

    /// <summary>Waits for what must come to be.</summary>
    internal static async Task Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        DateTime last = DateTime.UtcNow.AddMinutes(2);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < last, $"Still not so: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Nothing of any upload is left; the last one's answer may be a moment ahead of that.</summary>
    internal Task NothingLeft() => Until(() => Working == 0 && !Directory.EnumerateFileSystemEntries(UploadFolder).Any());

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await service.DisposeAsync();
        uploads.Dispose();
    }
}
