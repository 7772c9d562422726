using Cacl.Reports;

namespace Cacl.Learning;

/// <summary>The measures as a table, each with a bar: trained filled, untrained and chance as marks on it.</summary>
internal static class KeyNumberTable
{
    private const int BarWidth = 200;

    internal static Markup Of(IReadOnlyList<KeyNumber> numbers)
    {
        var part = new Markup().AddRaw("<section id=\"numbers\">\n<h2>Results</h2>\n<div class=\"wide\"><table class=\"numbers\">\n<thead><tr>");
        part.AddRaw("<th scope=\"col\">Measure</th><th scope=\"col\" class=\"n\">Trained</th><th scope=\"col\" class=\"n\">Untrained</th>");
        part.AddRaw("<th scope=\"col\" class=\"n\">Gain</th><th scope=\"col\" class=\"n\">Chance</th><td aria-hidden=\"true\" class=\"key\">");
        part.AddRaw("<span class=\"k trained\"></span>trained <span class=\"k untrained\"></span>untrained <span class=\"k chance\"></span>chance</td></tr></thead>\n<tbody>\n");
        foreach (var number in numbers)
        {
            part.Add($"<tr><th scope=\"row\">{number.Name}");
            if (number.Note is { } note)
                part.Add($"<small>{note}</small>");
            part.Add($"</th><td class=\"n strong\">{Markup.Percent(number.Trained)}</td><td class=\"n\">{Markup.Percent(number.Untrained)}</td>");
            part.Add($"<td class=\"n\">{Gain(number)}</td><td class=\"n\">{Markup.Percent(number.Chance)}</td><td aria-hidden=\"true\">");
            part.Append(Bar(number)).AddRaw("</td></tr>\n");
        }
        return part.AddRaw("</tbody>\n</table></div>\n</section>\n");
    }

    private static string Gain(KeyNumber number)
    {
        if (number.Trained - number.Untrained is not { } gain || !double.IsFinite(gain))
            return "–";
        return FormattableString.Invariant($"{100 * gain:+0.0;−0.0;0.0}");
    }

    private static Markup Bar(KeyNumber number)
    {
        var bar = new Markup().Add($"<svg class=\"bar\" viewBox=\"0 0 {BarWidth} 18\" width=\"{BarWidth}\" height=\"18\"><rect class=\"track\" x=\"0\" y=\"5\" width=\"{BarWidth}\" height=\"8\" rx=\"2\"/>");
        if (At(number.Trained) is { } trained)
            bar.Add($"<rect class=\"trained\" x=\"0\" y=\"5\" width=\"{trained}\" height=\"8\" rx=\"2\"/>");
        if (At(number.Chance) is { } chance)
            bar.Add($"<line class=\"chance\" x1=\"{chance}\" x2=\"{chance}\" y1=\"1\" y2=\"17\"/>");
        if (At(number.Untrained) is { } untrained)
            bar.Add($"<line class=\"untrained\" x1=\"{untrained}\" x2=\"{untrained}\" y1=\"1\" y2=\"17\"/>");
        return bar.AddRaw("</svg>");
    }

    private static double? At(double? fraction) =>
        fraction is { } value && double.IsFinite(value) ? Math.Round(Math.Clamp(value, 0, 1) * BarWidth, 1) : null;
}
