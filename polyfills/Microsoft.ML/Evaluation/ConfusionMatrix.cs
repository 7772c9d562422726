using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <remarks>Rows are what a row is, columns what it was taken for.</remarks>
public sealed class ConfusionMatrix
{
    private readonly string[] names;

    internal ConfusionMatrix(double[][] counts, string[] names)
    {
        Counts = counts;
        this.names = names;
        PerClassRecall = counts.Select((row, c) => Ratio(row[c], row.Sum())).ToArray();
        PerClassPrecision = counts.Select((_, c) => Ratio(counts[c][c], counts.Sum(row => row[c]))).ToArray();
    }

    public IReadOnlyList<double> PerClassPrecision { get; }

    public IReadOnlyList<double> PerClassRecall { get; }

    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    public int NumberOfClasses => Counts.Count;

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex) =>
        Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];

    public string GetFormattedConfusionTable()
    {
        int width = Math.Max(6, names.Max(name => name.Length) + 1);
        var text = new StringBuilder("Confusion table").AppendLine();
        text.Append("TRUTH \\ PREDICTED".PadRight(width + 12));
        foreach (string name in names) text.Append(name.PadLeft(width));
        text.Append("Recall".PadLeft(9)).AppendLine();
        for (int c = 0; c < NumberOfClasses; c++)
        {
            text.Append(names[c].PadRight(width + 12));
            foreach (double count in Counts[c]) text.Append(count.ToString("N0", CultureInfo.InvariantCulture).PadLeft(width));
            text.Append(PerClassRecall[c].ToString("F4", CultureInfo.InvariantCulture).PadLeft(9)).AppendLine();
        }
        text.Append("Precision".PadRight(width + 12));
        foreach (double precision in PerClassPrecision) text.Append(precision.ToString("F4", CultureInfo.InvariantCulture).PadLeft(width));
        return text.AppendLine().ToString();
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
