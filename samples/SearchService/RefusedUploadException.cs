using Cacl.Clips;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cacl.Samples.SearchService;

/// <summary>An upload that the service does not search with, and why.</summary>
/// <param name="status">The status of the answer: 4xx, and 507 where the fault is the service's.</param>
/// <param name="reason">One word, for programs.</param>
/// <param name="detail">A sentence, for people.</param>
/// <param name="innerException">What lies beneath, if anything.</param>
internal sealed class RefusedUploadException(int status, string reason, string detail, Exception? innerException = null) : Exception(detail, innerException)
{
    internal int Status => status;

    internal string Reason => reason;

    /// <summary>The answer, as application/problem+json.</summary>
    internal ProblemHttpResult ToProblem() => Problem(status, reason, Message);

    internal static ProblemHttpResult Problem(int status, string reason, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new KeyValuePair<string, object?>("reason", reason)]);

    /// <summary>What is wrong with an upload that was read and is no video to search with.</summary>
    internal static RefusedUploadException Of(VideoException fault)
    {
        int status = fault.Fault switch
        {
            VideoFault.Empty => StatusCodes.Status400BadRequest,
            VideoFault.UnknownCodec => StatusCodes.Status415UnsupportedMediaType,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        string reason = fault.Fault.ToString();
        return new RefusedUploadException(status, char.ToLowerInvariant(reason[0]) + reason[1..], $"{char.ToUpperInvariant(fault.Cause[0])}{fault.Cause[1..]}.");
    }
}
