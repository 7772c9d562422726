using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Shuffles the frames of each clip, and tells how far from order they then stand.</summary>
/// <remarks>
/// In: Vector&lt;Byte, frames, height, width, 3&gt; of 2 to 1024 frames, one clip a row, as <see cref="LoadClipEstimator"/> makes it. Out: the
/// shuffled clip of the same type; the shuffle degree as UInt32, 0 to frames, the edit distance of the order from 0 .. frames - 1; and
/// with <see cref="SampleShuffleDegreeOptions.OrderColumnName"/> the order as Vector&lt;Int32, frames&gt;, which names for each place of the
/// shuffled clip the frame that stands there. An order follows from the seed and the clip's pixels alone: every cursor, every order of the
/// rows, a prediction engine and a loaded model give a clip the same. Nothing is learned from the data. Source: CACL, arXiv 2205.13313.
/// </remarks>
public sealed class SampleShuffleDegreeEstimator : IEstimator<SampleShuffleDegreeTransformer>
{
    private readonly MLContext context;
    private readonly SampleShuffleDegreeTransformer transformer;

    internal SampleShuffleDegreeEstimator(MLContext context, string outputColumnName, string degreeColumnName, string inputColumnName, SampleShuffleDegreeOptions options)
    {
        this.context = context;
        transformer = new SampleShuffleDegreeTransformer(outputColumnName, degreeColumnName, inputColumnName, options);
    }

    /// <inheritdoc/>
    public SampleShuffleDegreeTransformer Fit(IDataView input)
    {
        transformer.GetOutputSchema(input.Schema);
        return transformer.For(input.Schema);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Columns.Find(inputSchema, transformer.InputColumnName, Columns.ClipBytes, Columns.IsClip);
        // A shape says that a vector has a known size, not which: any stands for it.
        SchemaShape shape = ColumnShape.Add(context, inputSchema, transformer.OutputColumnName, new VectorDataViewType(NumberDataViewType.Byte, 1));
        shape = ColumnShape.Add(context, shape, transformer.DegreeColumnName, NumberDataViewType.UInt32);
        return transformer.OrderColumnName is { } order ? ColumnShape.Add(context, shape, order, new VectorDataViewType(NumberDataViewType.Int32, 1)) : shape;
    }
}
