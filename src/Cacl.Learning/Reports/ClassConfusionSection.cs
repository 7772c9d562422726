using Cacl.Reports;

namespace Cacl.Learning;

/// <summary>Confusion matrices of classes as pictures: a square for each pair that occurs, the darker the larger its share of the true class.</summary>
internal static class ClassConfusionSection
{
    // Beyond the first number of classes squares hold no numbers, beyond the second rows have no names; resting the pointer tells both.
    private const int MostNumbered = 20, MostNamed = 60;
    private const double Side = 420, Names = 120;

    internal static Markup Of(IReadOnlyList<TitledConfusion> confusions)
    {
        var part = new Markup().AddRaw("<section id=\"classes\">\n<h2>Confusion of classes</h2>\n");
        part.AddRaw("<p>True classes in rows, predicted ones in columns, both in the same order; what is right lies on the diagonal. Rest the pointer on a square for its numbers.</p>\n<div class=\"pair\">\n");
        foreach (var (title, confusion) in confusions)
        {
            part.Add($"<figure><figcaption><b>{title}</b> <span>accuracy {Markup.Percent(confusion.Accuracy)}, {confusion.Total} videos</span></figcaption>\n");
            part.Append(Draw(title, confusion)).AddRaw("</figure>\n");
        }
        return part.AddRaw("</div>\n</section>\n");
    }

    private static Markup Draw(string title, ClassConfusion confusion)
    {
        int classes = confusion.Labels.Count;
        bool isNamed = classes <= MostNamed;
        double left = isNamed ? Names : 0, cell = Math.Round(Side / classes, 2), side = Math.Round(cell * classes, 1);
        var svg = new Markup().Add($"<svg class=\"heat\" viewBox=\"0 0 {left + side} {side}\" role=\"img\" aria-label=\"{title}: {classes} classes\">");
        svg.Add($"<rect class=\"plate\" x=\"{left}\" y=\"0\" width=\"{side}\" height=\"{side}\"/>");
        for (int actual = 0; actual < classes; actual++)
        {
            int videos = confusion.Counts[actual].Sum();
            double y = Math.Round(actual * cell, 2);
            if (isNamed)
                svg.Add($"<text x=\"{Names - 6}\" y=\"{Math.Round(y + cell / 2 + 4, 1)}\" text-anchor=\"end\">{Shorten(confusion.Labels[actual])}</text>");
            for (int predicted = 0; predicted < classes; predicted++)
            {
                int count = confusion.Counts[actual][predicted];
                if (count == 0)
                    continue;
                double x = Math.Round(left + predicted * cell, 2), share = Math.Round((double)count / videos, 3);
                svg.Add($"<rect x=\"{x}\" y=\"{y}\" width=\"{cell}\" height=\"{cell}\" fill-opacity=\"{Math.Max(.04, share)}\"><title>{count} of {videos} videos of {confusion.Labels[actual]} were taken for {confusion.Labels[predicted]}</title></rect>");
                if (classes <= MostNumbered)
                    svg.Add($"<text class=\"own\" x=\"{Math.Round(x + cell / 2, 1)}\" y=\"{Math.Round(y + cell / 2 + 4, 1)}\" text-anchor=\"middle\" pointer-events=\"none\">{count}</text>");
            }
        }
        return svg.AddRaw("</svg>\n");
    }

    private static string Shorten(string label) => label.Length <= 18 ? label : label[..17] + "…";
}
