using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the three batch normalisations share: weights, running statistics, and the step that updates them.</summary>
internal sealed class BatchStatistics
{
    private readonly double _eps;
    private readonly double _momentum;

    public Parameter? Weight;
    public Parameter? Bias;
    public Tensor? Mean;
    public Tensor? Variance;
    public readonly Tensor? Batches;

    public BatchStatistics(long features, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype)
    {
        _eps = eps;
        _momentum = momentum;
        if (affine)
        {
            Weight = Parameters.New(ones(features, dtype, device));
            Bias = Parameters.New(zeros(features, dtype, device));
        }
        if (track)
        {
            Mean = zeros(features, dtype, device).DetachFromDisposeScope();
            Variance = ones(features, dtype, device).DetachFromDisposeScope();
            Batches = zeros([], ScalarType.Int64, device).DetachFromDisposeScope();
        }
    }

    public Tensor Forward(Tensor input, bool training)
    {
        if (training && Batches is not null) Batches.add_(1);
        return Native.Aten.batch_norm.Call(input, Weight, Bias, Mean, Variance, training || Mean is null, _momentum, _eps, true);
    }

    public void Reset()
    {
        Mean?.zero_();
        Variance?.fill_(1);
        Batches?.zero_();
    }
}
