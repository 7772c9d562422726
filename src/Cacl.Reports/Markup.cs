using System.Globalization;
using System.Net;
using System.Text;

namespace Cacl.Reports;

/// <summary>Builds HTML: markup goes in as it is, every value that is interpolated into it is escaped.</summary>
internal sealed class Markup
{
    private readonly StringBuilder html = new();

    /// <summary>Appends markup whose interpolated values are text or numbers.</summary>
    internal Markup Add(FormattableString markup)
    {
        var escaped = markup.GetArguments().Select(value => (object?)Escape(value)).ToArray();
        html.AppendFormat(CultureInfo.InvariantCulture, markup.Format, escaped);
        return this;
    }

    /// <summary>Appends markup that is finished already.</summary>
    internal Markup Append(Markup finished)
    {
        html.Append(finished.html);
        return this;
    }

    /// <summary>Appends a long text that is markup or style already, such as the style sheet.</summary>
    internal Markup AddRaw(string finished)
    {
        html.Append(finished);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => html.ToString();

    internal static string Percent(double? fraction) =>
        fraction is { } value && double.IsFinite(value) ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";

    internal static string Number(double value) => value switch
    {
        _ when !double.IsFinite(value) => "–",
        0 => "0",
        _ when Math.Abs(value) is >= 1e6 or < 1e-3 => value.ToString("0.##e+0", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Escape(object? value)
    {
        string text = value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
        // Control characters have no place in HTML, and a file's name may hold them.
        return WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)));
    }
}
