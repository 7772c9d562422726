using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Reads a clip of each video.</summary>
/// <remarks>In: text, a path. Out: Vector&lt;Byte, frames, height, width, 3&gt;, RGB. Nothing is learned from the data.</remarks>
public sealed class LoadClipEstimator : IEstimator<LoadClipTransformer>
{
    private readonly MLContext context;
    private readonly LoadClipTransformer transformer;

    internal LoadClipEstimator(MLContext context, string outputColumnName, string inputColumnName, LoadClipOptions options)
    {
        this.context = context;
        transformer = new LoadClipTransformer(outputColumnName, inputColumnName, options);
    }

    /// <inheritdoc/>
    public LoadClipTransformer Fit(IDataView input)
    {
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Columns.Find(inputSchema, transformer.InputColumnName, Columns.Paths, Columns.IsPath);
        return ColumnShape.Add(context, inputSchema, transformer.OutputColumnName, transformer.OutputType);
    }
}
