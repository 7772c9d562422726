using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class MaxPool2d : nn.Module<Tensor, Tensor>
{
    private readonly long[] _kernelSize;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[] _dilation;
    private readonly bool _ceilMode;

    internal MaxPool2d(long[] kernelSize, long[] stride, long[] padding, long[] dilation, bool ceilMode)
        : base(nameof(MaxPool2d))
    {
        _kernelSize = kernelSize;
        _stride = stride;
        _padding = padding;
        _dilation = dilation;
        _ceilMode = ceilMode;
    }

    public override Tensor forward(Tensor tensor) => Native.Aten.max_pool2d.Call(tensor, _kernelSize, _stride, _padding, _dilation, _ceilMode);
}
