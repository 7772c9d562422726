using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Cacl.ML;

/// <summary>The context's log, as one component that reads videos writes to it; on whichever thread reads.</summary>
/// <param name="context">Whose log it is.</param>
/// <param name="component">The component's name in the log.</param>
internal sealed class ComponentLog(MLContext context, string component) : IProgress<string>
{
    /// <summary>Writes a warning.</summary>
    public void Report(string value)
    {
        using IChannel channel = ((IHostEnvironment)context).Register(component).Start("Reading");
        channel.Warning(MessageSensitivity.UserData, value);
    }
}
