namespace Cacl.Reports;

/// <summary>Queries beside the videos that they retrieve, nearest first.</summary>
internal static class GallerySection
{
    /// <summary>How the section is to be read.</summary>
    /// <param name="isMarked">Whether it says which neighbours are right.</param>
    internal static string Explanation(bool isMarked) => isMarked
        ? "Each query beside its nearest videos, nearest first. A tick marks what the query looked for, a cross what it did not; the number is the similarity."
        : "Each query beside its nearest videos, nearest first; the number is the similarity.";

    internal static Markup Of(string heading, string explanation, IReadOnlyList<GalleryRow> rows)
    {
        var part = new Markup().Add($"<section id=\"gallery\">\n<h2>{heading}</h2>\n<p>{explanation}</p>\n");
        foreach (var row in rows)
        {
            part.Add($"<article class=\"query\" aria-label=\"Query {row.Query.Name}\">\n<div class=\"asked\">");
            part.Append(Figure(row.Query, "Query: ")).AddRaw("</div>\n<div class=\"answers\">\n");
            var found = row.Answers.Where(answers => answers.Neighbours.Count > 0).ToList();
            foreach (var answers in found)
                Answers(part, answers.Title, answers.Neighbours);
            if (found.Count == 0)
                part.AddRaw("<p>Nothing was found.</p>\n");
            part.AddRaw("</div>\n</article>\n");
        }
        return part.AddRaw("</section>\n");
    }

    private static void Answers(Markup part, string? title, IReadOnlyList<GalleryNeighbour> neighbours)
    {
        if (title is not null)
            part.Add($"<h3>{title}</h3>\n");
        part.AddRaw("<ol class=\"neighbours\">\n");
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
