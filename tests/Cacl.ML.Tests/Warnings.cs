using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Cacl.ML.Tests;

/// <summary>Warnings of a context's log.</summary>
internal static class Warnings
{
    /// <summary>A list that takes each warning from now on, in the words of whoever warns.</summary>
    public static List<string> Of(MLContext context)
    {
        List<string> warnings = [];
        context.Log += (_, line) =>
        {
            if (line.Kind == ChannelMessageKind.Warning)
                warnings.Add(line.RawMessage);
        };
        return warnings;
    }
}
