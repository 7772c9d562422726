using Cacl.Reports;

namespace Cacl.Learning;

/// <summary>A table of texts as a section of its own.</summary>
internal static class TableSection
{
    internal static Markup Of(ReportTable table)
    {
        var part = new Markup().Add($"<section class=\"table\">\n<h2>{table.Title}</h2>\n<div class=\"wide\"><table>\n<thead><tr>");
        for (int column = 0; column < table.Headings.Count; column++)
            part.Add($"<th scope=\"col\" class=\"{(column == 0 ? "path" : "n")}\">{table.Headings[column]}</th>");
        part.AddRaw("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            part.Add($"<tr><th scope=\"row\" class=\"path\">{row[0]}</th>");
            foreach (string text in row.Skip(1))
                part.Add($"<td class=\"n\">{text}</td>");
            part.AddRaw("</tr>\n");
        }
        return part.AddRaw("</tbody>\n</table></div>\n</section>\n");
    }
}
