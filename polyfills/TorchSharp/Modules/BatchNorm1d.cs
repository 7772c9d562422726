using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class BatchNorm1d : nn.Module<Tensor, Tensor>
{
    private readonly BatchStatistics _core;

    internal BatchNorm1d(long features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : base(nameof(BatchNorm1d))
    {
        _core = new BatchStatistics(features, eps, momentum, affine, track_running_stats, device, dtype);
        Register();
    }

    public Parameter? weight
    {
        get => _core.Weight;
        set => ConditionallyRegisterParameter(nameof(weight), _core.Weight = Parameters.Owned(value, _core.Weight));
    }

    public Parameter? bias
    {
        get => _core.Bias;
        set => ConditionallyRegisterParameter(nameof(bias), _core.Bias = Parameters.Owned(value, _core.Bias));
    }

    public Tensor? running_mean
    {
        get => _core.Mean;
        set => ConditionallyRegisterBuffer(nameof(running_mean), _core.Mean = Parameters.Owned(value, _core.Mean));
    }

    public Tensor? running_var
    {
        get => _core.Variance;
        set => ConditionallyRegisterBuffer(nameof(running_var), _core.Variance = Parameters.Owned(value, _core.Variance));
    }

    public Tensor? num_batches_tracked => _core.Batches;

    public override Tensor forward(Tensor tensor)
    {
        if (tensor.ndim is not (2 or 3)) throw new ArgumentException($"Invalid number of dimensions for BatchNorm argument: {tensor.ndim}");
        return _core.Forward(tensor, training);
    }

    public void reset_running_stats() => _core.Reset();

    private void Register()
    {
        ConditionallyRegisterParameter(nameof(weight), _core.Weight);
        ConditionallyRegisterParameter(nameof(bias), _core.Bias);
        ConditionallyRegisterBuffer(nameof(running_mean), _core.Mean);
        ConditionallyRegisterBuffer(nameof(running_var), _core.Variance);
        ConditionallyRegisterBuffer(nameof(num_batches_tracked), _core.Batches);
    }
}
