using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Reads clips of each video.</summary>
/// <remarks>
/// In: text, a path. Out: Vector&lt;Byte, frames, height, width, 3&gt;, RGB, when one clip is taken; Vector&lt;Byte, clips, frames, height,
/// width, 3&gt; when several are; and with <see cref="ClipPlacement.Dense"/> Vector&lt;Byte, *, frames, height, width, 3&gt;, whose length
/// follows from the video's: divided by the bytes of a clip it tells the number of clips. <see cref="VideoFaultPolicy.Flag"/> adds a text
/// column; the value of a faulty video is zeros then, or no clip at all where the number is not fixed. A video that is not complete, but
/// accepted, is told there too. Nothing is learned from the data.
/// </remarks>
public sealed class LoadClipEstimator : IEstimator<LoadClipTransformer>
{
    private readonly MLContext context;
    private readonly LoadClipTransformer transformer;

    internal LoadClipEstimator(MLContext context, string outputColumnName, string inputColumnName, LoadClipOptions options)
    {
        this.context = context;
        transformer = new LoadClipTransformer(context, outputColumnName, inputColumnName, options);
    }

    /// <inheritdoc/>
    public LoadClipTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Columns.Find(inputSchema, transformer.InputColumnName, Columns.Paths, Columns.IsPath);
        SchemaShape shape = ColumnShape.Add(context, inputSchema, transformer.OutputColumnName, transformer.OutputType);
        return transformer.FaultColumnName is { } fault ? ColumnShape.Add(context, shape, fault, TextDataViewType.Instance) : shape;
    }
}
