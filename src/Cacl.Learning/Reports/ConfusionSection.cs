using System.Globalization;
using Cacl.Reports;

namespace Cacl.Learning;

/// <summary>Confusion matrices of the shuffle degree: rows are true degrees, columns predicted ones.</summary>
internal static class ConfusionSection
{
    internal static Markup Of(IReadOnlyList<DegreeConfusion> confusions)
    {
        var part = new Markup().AddRaw("<section id=\"degree\">\n<h2>Shuffle degree</h2>\n");
        part.AddRaw("<p>How far from temporal order an unseen clip's frames stand, and how far the network takes them to stand: percent of each true degree's clips.</p>\n<div class=\"pair\">\n");
        foreach (var confusion in confusions)
            part.Append(Matrix(confusion));
        return part.AddRaw("</div>\n</section>\n");
    }

    private static Markup Matrix(DegreeConfusion confusion)
    {
        int classes = confusion.Degrees.Count;
        var part = new Markup().Add($"<div class=\"wide\"><table class=\"confusion\">\n<caption><b>{confusion.Title}</b> <span>accuracy {Markup.Percent(confusion.Accuracy)}, chance {Markup.Percent(confusion.Chance)}, sampler {confusion.Sampler}, {confusion.Total} clips</span></caption>\n");
        part.Add($"<thead><tr><td></td><th colspan=\"{classes}\" scope=\"colgroup\">predicted degree</th><td></td></tr>\n<tr><th scope=\"col\">true degree</th>");
        foreach (int degree in confusion.Degrees)
            part.Add($"<th scope=\"col\">{degree}</th>");
        part.AddRaw("<th scope=\"col\">clips</th></tr></thead>\n<tbody>\n");
        for (int actual = 0; actual < classes; actual++)
        {
            long clips = Enumerable.Range(0, classes).Sum(predicted => confusion[actual, predicted]);
            part.Add($"<tr><th scope=\"row\">{confusion.Degrees[actual]}</th>");
            for (int predicted = 0; predicted < classes; predicted++)
            {
                double share = clips == 0 ? 0 : (double)confusion[actual, predicted] / clips;
                string ink = share > .55 ? " dark" : "", diagonal = actual == predicted ? " diagonal" : "";
                part.Add($"<td class=\"cell{ink}{diagonal}\" style=\"--share:{(100 * share).ToString("0.#", CultureInfo.InvariantCulture)}%\" title=\"{confusion[actual, predicted]} of {clips} clips of degree {confusion.Degrees[actual]} were taken for degree {confusion.Degrees[predicted]}\">{(clips == 0 ? "" : (100 * share).ToString("0", CultureInfo.InvariantCulture))}</td>");
            }
            part.Add($"<td class=\"n\">{clips}</td></tr>\n");
        }
        return part.AddRaw("</tbody>\n</table></div>\n");
    }
}
