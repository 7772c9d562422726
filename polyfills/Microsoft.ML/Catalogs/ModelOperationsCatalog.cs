using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class ModelOperationsCatalog
{
    private readonly MLContext context;

    internal ModelOperationsCatalog(MLContext context) => this.context = context;

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, bool ignoreMissingColumns = true,
        SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new() =>
        new(transformer, new PredictionEngineOptions
        {
            IgnoreMissingColumns = ignoreMissingColumns,
            InputSchemaDefinition = inputSchemaDefinition,
            OutputSchemaDefinition = outputSchemaDefinition,
        });

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var definition = SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Read);
        foreach (SchemaDefinition.Column column in definition)
        {
            if (inputSchema.GetColumnOrNull(column.ColumnName) is not { } wanted) continue;
            column.ColumnType = wanted.Type;
            column.AddAnnotations(wanted.Annotations);
        }
        return CreatePredictionEngine<TSrc, TDst>(transformer, inputSchemaDefinition: definition);
    }

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new() => new(transformer, options);

    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath) => throw Unserved.Member("ModelOperationsCatalog.Save");

    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream) => throw Unserved.Member("ModelOperationsCatalog.Save");

    public ITransformer Load(string filePath, out DataViewSchema inputSchema) => throw Unserved.Member("ModelOperationsCatalog.Load");

    public ITransformer Load(Stream stream, out DataViewSchema inputSchema) => throw Unserved.Member("ModelOperationsCatalog.Load");
}
