using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The one kind of expression that is served: parameters, and a text that depends on none of them.</summary>
internal static partial class ConstantText
{
    /// <exception cref="NotSupportedException">The expression is another one.</exception>
    public static string Parse(string expression, int parameters)
    {
        Match lambda = Lambda().Match(expression);
        if (!lambda.Success || lambda.Groups["name"].Captures.Count != parameters) throw Unserved.Member($"Expression(\"{expression}\")");
        return Escape().Replace(lambda.Groups["text"].Value, escape => escape.Value[1] switch
        {
            'u' => ((char)int.Parse(escape.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            char same => same.ToString(),
        });
    }

    [GeneratedRegex("""^\s*(?:(?<name>[A-Za-z_]\w*)|\(\s*(?<name>[A-Za-z_]\w*)(?:\s*,\s*(?<name>[A-Za-z_]\w*))*\s*\))\s*(?:=>|:)\s*"(?<text>(?:[^"\\\n\r]|\\["\\ntr]|\\u[0-9A-Fa-f]{4})*)"\s*$""")]
    private static partial Regex Lambda();

    [GeneratedRegex("""\\(?:u[0-9A-Fa-f]{4}|.)""")]
    private static partial Regex Escape();
}
