using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed class PredictionEngineOptions
{
    public SchemaDefinition InputSchemaDefinition;
    public SchemaDefinition OutputSchemaDefinition;
    public bool IgnoreMissingColumns = true;
    public bool OwnsTransformer = true;

    public PredictionEngineOptions()
    {
    }
}
