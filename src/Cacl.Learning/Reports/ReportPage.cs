using Cacl.Reports;

namespace Cacl.Learning;

/// <summary>The page of a run: its sections in their order.</summary>
internal static class ReportPage
{
    internal static string Of(RunReport report)
    {
        var page = new Markup();
        if (report.KeyNumbers.Count > 0)
            page.Append(KeyNumberTable.Of(report.KeyNumbers));
        if (report.Facts.Count > 0)
            page.Append(Facts(report.Facts));
        if (report.Gallery.Count > 0)
            page.Append(GallerySection.Of("What the embedding finds", GallerySection.Explanation(isMarked: true), report.Gallery));
        if (report.Maps.Count > 0)
            page.Append(MapSection.Of(report.Maps));
        if (report.History.Count > 0)
            page.Append(HistorySection.Of(report.History));
        if (report.Confusions.Count > 0)
            page.Append(ConfusionSection.Of(report.Confusions));
        if (report.ClassConfusions.Count > 0)
            page.Append(ClassConfusionSection.Of(report.ClassConfusions));
        foreach (var table in report.Tables)
            page.Append(TableSection.Of(table));
        if (report.Skipped.Count > 0)
            page.Append(Skipped(report));
        if (report.Settings.Count > 0)
            page.Append(Settings(report.Settings));
        return HtmlPage.Of(report.Title, report.Summary, report.Notice, page);
    }

    private static Markup Facts(IReadOnlyList<NamedText> facts)
    {
        var part = new Markup().AddRaw("<dl class=\"facts\">\n");
        foreach (var fact in facts)
            part.Add($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>\n");
        return part.AddRaw("</dl>\n");
    }

    private static Markup Skipped(RunReport report)
    {
        var part = new Markup().AddRaw("<section id=\"skipped\">\n<h2>Skipped files</h2>\n");
        part.Add($"<p>{(report.Skipped.Count == 1 ? "1 file was" : $"{report.Skipped.Count} files were")} left out.</p>\n");
        part.AddRaw("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Reason</th></tr></thead>\n<tbody>\n");
        foreach (var (path, reason) in report.Skipped)
            part.Add($"<tr><td class=\"path\">{path}</td><td>{reason}</td></tr>\n");
        return part.AddRaw("</tbody>\n</table></div>\n</section>\n");
    }

    private static Markup Settings(IReadOnlyList<NamedText> settings)
    {
        var part = new Markup().AddRaw("<section id=\"settings\">\n<h2>Settings</h2>\n<div class=\"wide\"><table class=\"settings\">\n");
        part.AddRaw("<thead><tr><th scope=\"col\">Setting</th><th scope=\"col\">Value</th></tr></thead>\n<tbody>\n");
        foreach (var setting in settings)
            part.Add($"<tr><th scope=\"row\">{setting.Name}</th><td class=\"path\">{setting.Value}</td></tr>\n");
        return part.AddRaw("</tbody>\n</table></div>\n</section>\n");
    }
}
