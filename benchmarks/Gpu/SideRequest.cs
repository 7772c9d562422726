using System.Text.Json;
using System.Text.Json.Serialization;
using Cacl.Learning;

namespace Cacl.Benchmarks.Gpu;

/// <summary>What our side is asked for.</summary>
/// <param name="Options">The settings, device and precision among them.</param>
/// <param name="Threads">Threads of libtorch.</param>
/// <param name="Weights">A file for the weights of the CNN at its end; null for none.</param>
internal sealed record SideRequest(CaclOptions Options, int Threads, string? Weights)
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IgnoreReadOnlyProperties = true };

    public static SideRequest Parse(string text) => JsonSerializer.Deserialize<SideRequest>(text, Json)!;

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}
