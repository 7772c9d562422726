using Microsoft.ML;

namespace Cacl.ML.Tests;

/// <summary>The head of a chain that may be asked for its columns and not be fitted: what is appended has to refuse them before.</summary>
internal sealed class NeverFitted : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input) => throw new InvalidOperationException("The columns were not refused.");

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
}
