using System.Text.Json;
using System.Text.Json.Serialization;
using Cacl.Learning;

namespace Cacl.Benchmarks.Gpu;

/// <summary>What our side is asked for.</summary>
/// <param name="Options">The settings, device and precision among them.</param>
/// <param name="Threads">Threads of libtorch.</param>
/// <param name="Way">A file for what all weights of the CNN have moved by at its end, as plain floats; null for none.</param>
internal sealed record SideRequest(CaclOptions Options, int Threads, string? Way)
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IgnoreReadOnlyProperties = true };

    public static SideRequest Parse(string text) => JsonSerializer.Deserialize<SideRequest>(text, Json)!;

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}
