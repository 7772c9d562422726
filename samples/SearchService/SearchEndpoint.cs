using System.Diagnostics;
using System.Threading.RateLimiting;
using Cacl.Clips;
using Cacl.Search;
using Microsoft.AspNetCore.RateLimiting;

namespace Cacl.Samples.SearchService;

/// <summary>POST /search: an upload in, the nearest videos out.</summary>
internal static partial class SearchEndpoint
{
    private const string Uploads = "uploads";
    private const int RetryAfterSeconds = 2;

    // What an answer to nobody is logged as; servers have no number of their own for it.
    private const int ClientWentAway = 499;

    internal static void Map(IEndpointRouteBuilder service) => service.MapPost("/search", Answer).RequireRateLimiting(Uploads);

    /// <summary>Turns uploads away while as many are under way as may be.</summary>
    internal static void Limit(RateLimiterOptions limits, ServiceOptions options)
    {
        limits.AddConcurrencyLimiter(Uploads, limiter =>
        {
            limiter.PermitLimit = options.MostRequests;
            limiter.QueueLimit = 0;
        });
        limits.OnRejected = async (rejected, _) =>
        {
            LogFull(LogOf(rejected.HttpContext), options.MostRequests);
            rejected.HttpContext.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
            await RefusedUploadException.Problem(StatusCodes.Status503ServiceUnavailable, "busy", $"{options.MostRequests} uploads are under way, as many as this service takes at a time. Try again in {RetryAfterSeconds} seconds.").ExecuteAsync(rejected.HttpContext);
        };
    }

    private static async Task<IResult> Answer(HttpContext context, ServiceOptions options, IVideoSearch search, SearchTurns turns, int? count = null)
    {
        ILogger log = LogOf(context);
        long start = Stopwatch.GetTimestamp();
        try
        {
            int wanted = count ?? options.Neighbours;
            if (wanted is < 1 or > ServiceOptions.MostNeighbours)
                throw new RefusedUploadException(StatusCodes.Status400BadRequest, "count", $"count is {wanted}; it must be from 1 to {ServiceOptions.MostNeighbours}.");
            using Upload upload = await UploadReader.Receive(context.Request, options);
            IReadOnlyList<SearchHit> hits = await turns.Run(cancellation => search.Find(upload.Path, wanted, cancellation), context.RequestAborted);
            LogFound(log, upload.Name, upload.Bytes, hits.Count, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return TypedResults.Ok(new SearchAnswer(upload.Name, upload.Bytes, [.. hits.Select(hit => NeighbourOf(hit, options))]));
        }
        catch (VideoException fault)
        {
            return Refuse(RefusedUploadException.Of(fault));
        }
        catch (RefusedUploadException refusal)
        {
            return Refuse(refusal);
        }
        catch (Exception fault) when (context.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or IOException)
        {
            LogAborted(log, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return TypedResults.StatusCode(ClientWentAway);
        }

        IResult Refuse(RefusedUploadException refusal)
        {
            if (refusal.InnerException is { } fault)
                LogFault(log, fault);
            LogRefused(log, refusal.Status, refusal.Reason, refusal.Message, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return refusal.ToProblem();
        }
    }

    private static Neighbour NeighbourOf(SearchHit hit, ServiceOptions options) =>
        new(hit.Row, VideoNames.NameOf(hit.Entry, options), hit.Entry.Label, hit.Similarity, $"thumbnails/{hit.Row}");

    private static ILogger LogOf(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SearchEndpoint));

    [LoggerMessage(Level = LogLevel.Information, Message = "Found {Count} neighbours of {Name}, {Bytes} bytes, in {Milliseconds:F0} ms")]
    private static partial void LogFound(ILogger log, string name, long bytes, int count, double milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Refused an upload with {Status} {Reason} after {Milliseconds:F0} ms: {Detail}")]
    private static partial void LogRefused(ILogger log, int status, string reason, string detail, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "An upload failed")]
    private static partial void LogFault(ILogger log, Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "The client went away after {Milliseconds:F0} ms")]
    private static partial void LogAborted(ILogger log, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Turned an upload away: {MostRequests} are under way")]
    private static partial void LogFull(ILogger log, int mostRequests);
}
