using Microsoft.ML.Data;

namespace Microsoft.ML;

public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer transformer;
    private readonly bool ownsTransformer;
    private readonly ObjectRow<TSrc> input;
    private readonly DataViewRow output;
    private readonly Action<TDst> fill;
    private bool disposed;

    private protected PredictionEngineBase(ITransformer transformer, PredictionEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(options);
        if (!transformer.IsRowToRowMapper)
            throw new ArgumentOutOfRangeException(nameof(transformer), "Must be a row to row mapper");
        this.transformer = transformer;
        ownsTransformer = options.OwnsTransformer;
        input = new ObjectRow<TSrc>(options.InputSchemaDefinition);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(input.Schema);
        OutputSchema = mapper.OutputSchema;
        output = mapper.GetRow(input, mapper.OutputSchema);
        fill = new RowReader<TDst>(OutputSchema, options.IgnoreMissingColumns, options.OutputSchemaDefinition).Over(output);
    }

    public DataViewSchema OutputSchema { get; }

    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        output.Dispose();
        if (ownsTransformer) (transformer as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Run(TSrc example, TDst prediction)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(example);
        input.Current = example;
        fill(prediction);
    }
}
