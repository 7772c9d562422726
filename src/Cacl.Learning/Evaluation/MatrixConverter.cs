using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cacl.Learning;

/// <summary>Matrices as arrays of rows, which JSON has and the serializer does not make of them by itself.</summary>
internal sealed class MatrixConverter : JsonConverter<int[,]>
{
    public override int[,] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Results are written, not read.");

    public override void Write(Utf8JsonWriter writer, int[,] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (int row = 0; row < value.GetLength(0); row++)
        {
            writer.WriteStartArray();
            for (int column = 0; column < value.GetLength(1); column++)
                writer.WriteNumberValue(value[row, column]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
