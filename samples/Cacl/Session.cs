using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cacl.Cli;

/// <summary>Where a command writes, what ends it, and who takes part in it.</summary>
internal sealed record Session(TextWriter Output, ProgressLine Progress, CancellationToken Cancellation, Job Job)
{
    // Nothing takes it for markup, so letters of names stay as they are.
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a result as JSON.</summary>
    internal void Write(JsonNode node) => Output.WriteLine(node.ToJsonString(Json));
}
