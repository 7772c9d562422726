using System.Reflection;

namespace Cacl.Samples.SearchService;

/// <summary>The page and what belongs to it: resources of the program, so that it runs from any folder.</summary>
internal static class PageFiles
{
    // The page asks nothing of another machine, and runs no script but its own.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; media-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    internal static void Map(IEndpointRouteBuilder service)
    {
        Map(service, "/", "index.html", "text/html; charset=utf-8");
        Map(service, "/page.css", "page.css", "text/css; charset=utf-8");
        Map(service, "/page.js", "page.js", "text/javascript; charset=utf-8");
        // Browsers ask for it unasked.
        service.MapGet("/favicon.ico", () => TypedResults.NoContent());
    }

    internal static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    private static void Map(IEndpointRouteBuilder service, string address, string name, string type)
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new MemoryStream();
        resource.CopyTo(reader);
        byte[] content = reader.ToArray();
        service.MapGet(address, () => TypedResults.Bytes(content, type));
    }
}
