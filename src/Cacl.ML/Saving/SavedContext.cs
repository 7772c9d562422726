using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Cacl.ML;

/// <summary>What stands for the context of a loaded model: ML.NET gives a custom mapping none.</summary>
/// <remarks>So the loading context's devices and its log are out of reach. Warnings go to the program's <see cref="Trace"/>.</remarks>
internal static class SavedContext
{
    /// <summary>A context whose warnings can be heard.</summary>
    public static MLContext Create()
    {
        var context = new MLContext();
        context.Log += (_, told) =>
        {
            if (told.Kind >= ChannelMessageKind.Warning)
                Warn(told.RawMessage);
        };
        return context;
    }

    /// <summary>Tells whoever listens to the program's trace.</summary>
    public static void Warn(string message) => Trace.TraceWarning($"Cacl.ML, in a loaded model: {message}");
}
