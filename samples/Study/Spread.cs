namespace Cacl.Study;

/// <summary>A figure over several seeds.</summary>
/// <param name="Count">Of how many.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, of a sample: divided by one less than their number. Not a number for one.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
internal sealed record Spread(int Count, double Mean, double Deviation, double Least, double Most)
{
    /// <summary>The spread of those figures that there are; null where there are none.</summary>
    public static Spread? Of(IEnumerable<double?> figures)
    {
        double[] values = [.. figures.OfType<double>()];
        if (values.Length == 0)
            return null;
        double mean = values.Average();
        double deviation = values.Length == 1 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return new Spread(values.Length, mean, deviation, values.Min(), values.Max());
    }

    /// <summary>Mean, deviation and range in words, each multiplied first. The format is that of the mean and the range; the deviation has no sign.</summary>
    public string ToText(double factor, string format)
    {
        string Text(double value) => (factor * value).ToString(format);
        return Count == 1 ? Text(Mean) : $"{Text(Mean)} ± {Text(Deviation).TrimStart('+')} ({Text(Least)}–{Text(Most)})";
    }
}
