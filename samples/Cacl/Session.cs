using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cacl.Cli;

/// <summary>Where a command writes, what ends it, and who takes part in it.</summary>
internal sealed record Session(TextWriter Output, ProgressLine Progress, CancellationToken Cancellation, Job Job)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Writes a result as JSON.</summary>
    internal void Write(JsonNode node) => Output.WriteLine(node.ToJsonString(Json));
}
