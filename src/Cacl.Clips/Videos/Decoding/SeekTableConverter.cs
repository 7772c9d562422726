using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cacl.Clips;

/// <summary>Writes a seek table as one string, its bytes in base 64.</summary>
internal sealed class SeekTableConverter : JsonConverter<SeekTable>
{
    public override SeekTable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return SeekTable.FromBytes(reader.GetBytesFromBase64());
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, SeekTable value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.ToBytes());
}
