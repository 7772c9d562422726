using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Cacl.Samples.SearchService;

/// <summary>Takes the video out of a request: the file of a form's field, or the whole body.</summary>
internal static class UploadReader
{
    private const string Field = "video";
    private const string FormType = "multipart/form-data";
    private const int LongestBoundary = 200;

    /// <summary>Receives the upload.</summary>
    /// <exception cref="RefusedUploadException">There is none, it is too large, takes too long or is cut off, or the request is of another type.</exception>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    internal static async Task<Upload> Receive(HttpRequest request, ServiceOptions options)
    {
        CancellationToken aborted = request.HttpContext.RequestAborted;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limited.CancelAfter(options.UploadTime);
        try
        {
            return MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) switch
            {
                true when type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase) => await ReceiveField(request, type, options, limited.Token),
                true when type.Type.Equals("video", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase) =>
                    await Upload.Receive(request.Body, request.Query["name"].ToString(), options, limited.Token),
                _ => throw new RefusedUploadException(StatusCodes.Status415UnsupportedMediaType, "contentType", $"The request's content type is '{request.ContentType}'; it must be {FormType} with a file in the field '{Field}', or video/* or application/octet-stream with the file as the body."),
            };
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new RefusedUploadException(StatusCodes.Status408RequestTimeout, "uploadTime", $"The upload took longer than {options.UploadSeconds} seconds.");
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw Upload.TooLarge(options.MostUploadBytes);
        }
        // That the client went away is sometimes seen here before the request is told.
        catch (Exception fault) when (fault is BadHttpRequestException or ConnectionResetException && !aborted.IsCancellationRequested)
        {
            throw new RefusedUploadException(StatusCodes.Status400BadRequest, "cutOff", "The request ended, or came too slowly, before all of the upload had arrived.");
        }
    }

    private static async Task<Upload> ReceiveField(HttpRequest request, MediaTypeHeaderValue type, ServiceOptions options, CancellationToken cancellation)
    {
        string? boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
            throw Malformed("its boundary is missing or too long");
        var form = new MultipartReader(boundary, request.Body);
        try
        {
            while (await form.ReadNextSectionAsync(cancellation) is { } part)
            {
                if (part.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition() && disposition.Name == Field)
                    return await Upload.Receive(part.Body, FileName(disposition), options, cancellation);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or (IOException and not BadHttpRequestException and not ConnectionResetException) && !cancellation.IsCancellationRequested)
        {
            throw Malformed("it ends too early, or its parts have too many headers");
        }
        throw new RefusedUploadException(StatusCodes.Status400BadRequest, "noFile", $"The form has no file in a field '{Field}'.");
    }

    private static string FileName(ContentDispositionHeaderValue disposition) =>
        (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).ToString();

    private static RefusedUploadException Malformed(string why) =>
        new(StatusCodes.Status400BadRequest, "form", $"The form can't be read: {why}.");
}
