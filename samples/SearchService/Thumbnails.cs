using Cacl.Clips;
using Microsoft.Extensions.Caching.Memory;

namespace Cacl.Samples.SearchService;

/// <summary>Pictures of the index's videos, made when they are first asked for and kept while there is room.</summary>
internal sealed class Thumbnails(ServiceOptions options) : IDisposable
{
    private const int Width = 240;
    private const long KeptBytes = 32 << 20;

    // First frames are often black, and one far into a video takes long to come to.
    private const int LatestFrame = 60;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = KeptBytes });
    private readonly SemaphoreSlim free = new(options.SideBySide);

    /// <summary>GET /thumbnails/{row}.</summary>
    internal static async Task<IResult> Answer(int row, HttpContext context, IVideoSearch search, ServiceOptions options, Thumbnails thumbnails)
    {
        if (row < 0 || row >= search.Count)
            return RefusedUploadException.Problem(StatusCodes.Status404NotFound, "row", $"The index has {search.Count} rows.");
        try
        {
            byte[] jpeg = await thumbnails.Get(VideoNames.PathOf(search.Entry(row), options), context.RequestAborted);
            context.Response.Headers.CacheControl = "private, max-age=3600";
            return TypedResults.Bytes(jpeg, "image/jpeg");
        }
        catch (VideoException)
        {
            return RefusedUploadException.Problem(StatusCodes.Status404NotFound, "picture", "The video can't be read any more.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }
    }

    public void Dispose()
    {
        kept.Dispose();
        free.Dispose();
    }

    private async Task<byte[]> Get(string path, CancellationToken aborted)
    {
        if (kept.TryGetValue(path, out byte[]? jpeg))
            return jpeg!;
        await free.WaitAsync(aborted);
        try
        {
            jpeg = await Task.Run(() => Make(path, aborted), aborted);
            return kept.Set(path, jpeg, new MemoryCacheEntryOptions { Size = jpeg.Length });
        }
        finally
        {
            free.Release();
        }
    }

    private byte[] Make(string path, CancellationToken aborted)
    {
        using VideoFile file = VideoFile.Open(path, options.Reading with { Cancellation = aborted });
        var size = new FrameSize(Width, (int)Math.Clamp((long)Width * file.Height / file.Width, 1, 4 * Width));
        byte[] rgb = new byte[size.ByteCount];
        int frame = (int)Math.Clamp(file.PromisedFrameCount / 2, 0, LatestFrame);
        try
        {
            file.Read([frame], size, rgb);
        }
        catch (VideoException) when (frame > 0)
        {
            // It is shorter than it promises.
            file.Read([0], size, rgb);
        }
        return Thumbnail.Jpeg(rgb, size);
    }
}
