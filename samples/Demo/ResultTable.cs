using System.Globalization;

namespace Cacl.Demo;

/// <summary>Prints the measures, trained beside untrained.</summary>
internal static class ResultTable
{
    internal static void Print(Results results, ProgressLine progress)
    {
        progress.Say("");
        progress.Say($"{"",-20}{"trained",10}{"untrained",12}{"chance",10}");
        foreach (var number in DemoReport.KeyNumbers(results))
            progress.Say($"{number.Name,-20}{Percent(number.Trained),10}{Percent(number.Untrained),12}{Percent(number.Chance),10}   {number.Note}");
        progress.Say("");
    }

    private static string Percent(double? value) =>
        value is { } fraction && double.IsFinite(fraction) ? (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";
}
