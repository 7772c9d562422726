using Cacl.Reports;

namespace Cacl.Learning;

/// <summary>Embedding maps side by side, with one legend: a group has the same colour and shape on every map.</summary>
internal static class MapSection
{
    private const int Colours = 8;
    private const int Shapes = 4;
    private const double Side = 420, Margin = 16;

    internal static Markup Of(IReadOnlyList<EmbeddingMap> maps)
    {
        var groups = maps.SelectMany(map => map.Points).Select(point => point.Group).Distinct().Order(StringComparer.Ordinal).ToArray();
        var styles = groups.Select((group, i) => (group, i)).ToDictionary(x => x.group, x => x.i);
        var part = new Markup().AddRaw("<section id=\"map\">\n<h2>Embedding map</h2>\n");
        part.AddRaw("<p>Every video in the plane of its embedding's two largest principal components. Rest the pointer on a mark for its name.</p>\n<div class=\"pair\">\n");
        foreach (var map in maps)
        {
            part.Add($"<figure><figcaption><b>{map.Title}</b> <span>the plane holds {Markup.Percent(map.Explained)} of the variance</span></figcaption>\n");
            part.Append(Draw(map, styles)).AddRaw("</figure>\n");
        }
        part.AddRaw("</div>\n<ul class=\"legend\">\n");
        foreach (string group in groups)
            part.AddRaw("<li><svg width=\"14\" height=\"14\" viewBox=\"-7 -7 14 14\" aria-hidden=\"true\">").Append(Mark(0, 0, styles[group], null)).Add($"</svg>{group}</li>\n");
        return part.AddRaw("</ul>\n</section>\n");
    }

    private static Markup Draw(EmbeddingMap map, Dictionary<string, int> styles)
    {
        var finite = map.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).ToArray();
        var svg = new Markup().Add($"<svg class=\"map\" viewBox=\"0 0 {Side} {Side}\" role=\"img\" aria-label=\"{map.Title}: {finite.Length} videos of {styles.Count} groups\">");
        svg.Add($"<rect class=\"plate\" x=\"0.5\" y=\"0.5\" width=\"{Side - 1}\" height=\"{Side - 1}\" rx=\"6\"/>");
        if (finite.Length == 0)
            return svg.AddRaw("</svg>\n");
        double left = finite.Min(p => p.X), right = finite.Max(p => p.X), bottom = finite.Min(p => p.Y), top = finite.Max(p => p.Y);
        // One scale for both axes, so that distances on the map mean the same in every direction.
        double extent = Math.Max(Math.Max(right - left, top - bottom), 1e-12);
        double scale = (Side - 2 * Margin) / extent;
        foreach (var point in finite)
        {
            double x = Side / 2 + (point.X - (left + right) / 2) * scale, y = Side / 2 - (point.Y - (bottom + top) / 2) * scale;
            svg.Append(Mark(Math.Round(x, 1), Math.Round(y, 1), styles[point.Group], $"{point.Name} ({point.Group})"));
        }
        return svg.AddRaw("</svg>\n");
    }

    private static Markup Mark(double x, double y, int style, string? title)
    {
        int colour = style % Colours, shape = style / Colours % Shapes;
        var mark = new Markup().Add($"<g class=\"s{colour}\" transform=\"translate({x} {y})\">");
        mark.AddRaw(shape switch
        {
            0 => "<circle r=\"4.5\"/>",
            1 => "<rect x=\"-4\" y=\"-4\" width=\"8\" height=\"8\"/>",
            2 => "<path d=\"M0 -5.4L5 4H-5Z\"/>",
            _ => "<path d=\"M0 -6L6 0L0 6L-6 0Z\"/>",
        });
        if (title is not null)
            mark.Add($"<title>{title}</title>");
        return mark.AddRaw("</g>");
    }
}
