namespace Microsoft.ML;

public interface IPredictionTransformer<out TModel> : ITransformer
{
    TModel Model { get; }
}
