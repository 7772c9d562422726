using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly IEstimator<ITransformer>[] estimators;
    private readonly TransformerScope[] scopes;
    private readonly bool[] cacheAfter;

    public readonly IEstimator<TLastTransformer> LastEstimator;

    public EstimatorChain()
        : this([], [], [])
    {
    }

    internal EstimatorChain(IEstimator<ITransformer>[] estimators, TransformerScope[] scopes, bool[] cacheAfter)
    {
        this.estimators = estimators;
        this.scopes = scopes;
        this.cacheAfter = cacheAfter;
        LastEstimator = estimators.LastOrDefault() as IEstimator<TLastTransformer>;
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        // a column that is missing or of another kind is found before the first estimator spends time
        GetOutputSchema(SchemaShape.Create(input.Schema));

        IDataView data = input;
        var transformers = new ITransformer[estimators.Length];
        for (int i = 0; i < estimators.Length; i++)
        {
            transformers[i] = estimators[i].Fit(data);
            if (i == estimators.Length - 1) break;
            data = transformers[i].Transform(data);
            if (cacheAfter[i]) data = new CachedView(data, []);
        }
        return new TransformerChain<TLastTransformer>(transformers, scopes);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return estimators.Aggregate(inputSchema, (shape, estimator) => estimator.GetOutputSchema(shape));
    }

    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new EstimatorChain<TNewTrans>([.. estimators, estimator], [.. scopes, scope], [.. cacheAfter, false]);
    }

    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        return estimators.Length == 0 || cacheAfter[^1] ? this : new EstimatorChain<TLastTransformer>(estimators, scopes, [.. cacheAfter[..^1], true]);
    }
}
