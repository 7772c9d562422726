using System.Text;
using Cacl.Files;

namespace Cacl.Reports;

/// <summary>What every page has: one file with its own style, a heading, and nothing that is fetched or run.</summary>
internal static class HtmlPage
{
    /// <summary>Returns a page.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="summary">A sentence below it.</param>
    /// <param name="notice">A warning above everything else.</param>
    /// <param name="content">What follows.</param>
    internal static string Of(string title, string? summary, string? notice, Markup content)
    {
        var page = new Markup();
        page.AddRaw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        // The browser itself holds the page to its promise: nothing is fetched, nothing runs.
        page.AddRaw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n");
        page.AddRaw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.Add($"<title>{title}</title>\n<style>\n").AddRaw(ReportStyle.Sheet).AddRaw("</style>\n</head>\n<body>\n<main>\n");

        page.Add($"<header>\n<h1>{title}</h1>\n");
        if (summary is not null)
            page.Add($"<p class=\"lead\">{summary}</p>\n");
        if (notice is not null)
            page.Add($"<p class=\"notice\" role=\"note\">{notice}</p>\n");
        return page.AddRaw("</header>\n").Append(content).AddRaw("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Writes a page. An older file of that name is replaced at once, never half.</summary>
    internal static void Write(string path, string html) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(html)));
}
