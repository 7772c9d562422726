namespace Cacl.Learning;

/// <summary>Queries beside the videos that they retrieve, nearest first.</summary>
internal static class GallerySection
{
    internal static Markup Of(IReadOnlyList<GalleryRow> rows)
    {
        var part = new Markup().AddRaw("<section id=\"gallery\">\n<h2>What the embedding finds</h2>\n");
        part.AddRaw("<p>Each query beside its nearest videos, nearest first. A tick marks what the query looked for, a cross what it did not; the number is the cosine similarity.</p>\n");
        foreach (var row in rows)
        {
            part.Add($"<article class=\"query\" aria-label=\"Query {row.Query.Name}\">\n<div class=\"asked\">");
            part.Append(Figure(row.Query, "Query: ")).AddRaw("</div>\n<div class=\"answers\">\n");
            Answers(part, "Trained", "trained", row.Trained);
            if (row.Untrained.Count > 0)
                Answers(part, "Untrained", "untrained", row.Untrained);
            part.AddRaw("</div>\n</article>\n");
        }
        return part.AddRaw("</section>\n");
    }

    private static void Answers(Markup part, string network, string name, IReadOnlyList<GalleryNeighbour> neighbours)
    {
        part.Add($"<h3>{network}</h3>\n<ol class=\"neighbours {name}\">\n");
        foreach (var neighbour in neighbours.OrderByDescending(n => n.Similarity))
        {
            string mark = neighbour.IsRight switch { true => "right", false => "wrong", null => "plain" };
            part.Add($"<li class=\"{mark}\">").Append(Figure(neighbour.Image, ""));
            part.Add($"<p class=\"similarity\">{neighbour.Similarity.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)}");
            if (neighbour.IsRight is { } right)
                part.Add($" <span class=\"mark\" role=\"img\" aria-label=\"{(right ? "right" : "wrong")}\">{(right ? "✓" : "✗")}</span>");
            part.AddRaw("</p></li>\n");
        }
        part.AddRaw("</ol>\n");
    }

    private static Markup Figure(GalleryImage image, string prefix)
    {
        string described = image.Label is null ? image.Name : $"{image.Name}, {image.Label}";
        var figure = new Markup().AddRaw("<figure>");
        if (image.Jpeg.Length > 0)
            figure.Add($"<img src=\"data:image/jpeg;base64,{Convert.ToBase64String(image.Jpeg)}\" alt=\"{prefix}{described}\">");
        else
            figure.Add($"<div class=\"blank\" role=\"img\" aria-label=\"{prefix}{described}: no picture\"></div>");
        figure.Add($"<figcaption title=\"{described}\">");
        if (image.Label is { } label)
            figure.Add($"<b>{label}</b>");
        return figure.Add($"<span>{image.Name}</span></figcaption></figure>");
    }
}
