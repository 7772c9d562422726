using System.Globalization;
using System.Text;
using Cacl.Reports;

namespace Cacl.Learning;

/// <summary>One series over the steps of a run, as SVG.</summary>
internal static class LineChart
{
    private const double Width = 360, Height = 190, Left = 44, Right = 14, Top = 14, Bottom = 26;
    private const int MostPoints = 400;

    internal static Markup Of(string title, IReadOnlyList<(double X, double Y)> series)
    {
        var points = series.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).ToArray();
        var chart = new Markup();
        if (points.Length == 0)
            return chart.Add($"<figure><figcaption><b>{title}</b> <span>no finite value</span></figcaption></figure>\n");
        var smooth = RunningMean(points);
        double last = smooth[^1].Y;
        chart.Add($"<figure><figcaption><b>{title}</b> <span>{Markup.Number(smooth[0].Y)} to {Markup.Number(last)}</span></figcaption>\n");
        chart.Add($"<svg class=\"line\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title} over {points.Length} steps, from {Markup.Number(smooth[0].Y)} to {Markup.Number(last)}\">");

        var ticks = Ticks(points.Min(p => p.Y), points.Max(p => p.Y));
        double low = ticks[0], high = ticks[^1], first = points[0].X, end = Math.Max(points[^1].X, first + 1);
        double X(double x) => Left + (x - first) / (end - first) * (Width - Left - Right);
        double Y(double y) => Top + (high - y) / (high - low) * (Height - Top - Bottom);
        foreach (double tick in ticks)
        {
            double y = Math.Round(Y(tick), 1);
            chart.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y}\" y2=\"{y}\"/><text x=\"{Left - 6}\" y=\"{y + 3.5}\" text-anchor=\"end\">{Markup.Number(tick)}</text>");
        }
        chart.Add($"<text x=\"{Left}\" y=\"{Height - 8}\">step {first}</text><text x=\"{Width - Right}\" y=\"{Height - 8}\" text-anchor=\"end\">{points[^1].X}</text>");
        chart.Add($"<path class=\"raw\" d=\"{Path(points, X, Y)}\"/><path class=\"mean\" d=\"{Path(smooth, X, Y)}\"/>");
        chart.Add($"<circle class=\"end\" cx=\"{Math.Round(X(points[^1].X), 1)}\" cy=\"{Math.Round(Y(last), 1)}\" r=\"3.5\"/>");
        return chart.AddRaw("</svg></figure>\n");
    }

    /// <summary>Three to six round numbers whose first and last enclose the values.</summary>
    internal static double[] Ticks(double low, double high)
    {
        if (high - low < 1e-9 * Math.Max(1, Math.Abs(high)))
            (low, high) = (low - Math.Max(.5, Math.Abs(low) / 2), high + Math.Max(.5, Math.Abs(high) / 2));
        double raw = (high - low) / 4, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        double from = Math.Floor(low / step + 1e-9);
        int count = (int)(Math.Ceiling(high / step - 1e-9) - from) + 1;
        // Rounded because 3 * 0.1 is not 0.3.
        return [.. Enumerable.Range(0, Math.Max(count, 2)).Select(i => Math.Round((from + i) * step, 12))];
    }

    private static (double X, double Y)[] RunningMean((double X, double Y)[] points)
    {
        int reach = Math.Clamp(points.Length / 24, 0, 25);
        var means = new (double, double)[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            // The window shrinks evenly at both ends, which keeps the first and last means from lagging behind.
            int here = Math.Min(reach, Math.Min(Math.Max(i, reach / 2), Math.Max(points.Length - 1 - i, reach / 2)));
            int from = Math.Max(0, i - here), to = Math.Min(points.Length - 1, i + here);
            means[i] = (points[i].X, points[from..(to + 1)].Average(p => p.Y));
        }
        return means;
    }

    private static string Path((double X, double Y)[] points, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        int stride = (points.Length + MostPoints - 1) / MostPoints;
        for (int i = 0; i < points.Length; i += i + stride < points.Length || i == points.Length - 1 ? stride : points.Length - 1 - i)
            path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{x(points[i].X):0.#} {y(points[i].Y):0.#}");
        return path.ToString();
    }
}
