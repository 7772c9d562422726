using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.Demo;

/// <summary>A row with a vector, for the components that come after the embedding.</summary>
internal sealed class EmbeddedVideo
{
    public string Label { get; set; } = "";

    public float[] Features { get; set; } = [];

    /// <summary>A data view whose vector column knows its length, as trainers want it.</summary>
    internal static IDataView View(MLContext ml, IEnumerable<EmbeddedVideo> rows, int length)
    {
        var schema = SchemaDefinition.Create(typeof(EmbeddedVideo));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, length);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }
}
