using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public abstract class TrainCatalogBase
{
    private protected TrainCatalogBase(MLContext context) => Environment = context;

    private protected MLContext Environment { get; }

    private protected CrossValidationResult<TMetrics>[] CrossValidate<TMetrics>(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds,
        string samplingKeyColumnName, int? seed, Func<IDataView, TMetrics> evaluate)
        where TMetrics : class
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return Environment.Data.CrossValidationSplit(data, numberOfFolds, samplingKeyColumnName, seed).Select((split, fold) =>
        {
            ITransformer model = estimator.Fit(split.TrainSet);
            IDataView scored = model.Transform(split.TestSet);
            return new CrossValidationResult<TMetrics>(model, evaluate(scored), scored, fold);
        }).ToArray();
    }

    public abstract class CatalogInstantiatorBase
    {
        private protected CatalogInstantiatorBase(IHostEnvironment environment) => Environment = environment;

        internal IHostEnvironment Environment { get; }
    }

    public sealed class CrossValidationResult<T>
        where T : class
    {
        public readonly ITransformer Model;
        public readonly T Metrics;
        public readonly IDataView ScoredHoldOutSet;
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scored, int fold)
        {
            Model = model;
            Metrics = metrics;
            ScoredHoldOutSet = scored;
            Fold = fold;
        }
    }
}
