using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        private static long[] Fill(long value, int count) => [.. Enumerable.Repeat(value, count)];

        private static long[] All((long, long) value) => [value.Item1, value.Item2];

        private static long[] All((long, long, long) value) => [value.Item1, value.Item2, value.Item3];

        private static string? Name(Padding padding) => padding switch
        {
            Padding.Valid => "valid",
            Padding.Same => "same",
            _ => throw new ArgumentOutOfRangeException(nameof(padding), padding, "Padding is Valid or Same."),
        };

        private static Convolution.Shape Convolving(long[] kernel, long[] stride, long[] padding, string? named, long[] dilation, PaddingModes mode, long groups)
        {
            if (named is not null && mode != PaddingModes.Zeros) throw new NotSupportedException($"Convolution: Padding.{named} with padding_mode {mode}.");
            return new Convolution.Shape(kernel, stride, padding, named, dilation, mode, groups);
        }

        public static Conv1d Conv1d(long in_channels, long out_channels, long kernelSize, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(Fill(kernelSize, 1), Fill(stride, 1), Fill(padding, 1), null, Fill(dilation, 1), padding_mode, groups), bias, device, dtype);

        public static Conv1d Conv1d(long in_channels, long out_channels, long kernelSize, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(Fill(kernelSize, 1), Fill(stride, 1), [], Name(padding), Fill(dilation, 1), padding_mode, groups), bias, device, dtype);

        public static Conv2d Conv2d(long in_channels, long out_channels, long kernelSize, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(Fill(kernelSize, 2), Fill(stride, 2), Fill(padding, 2), null, Fill(dilation, 2), padding_mode, groups), bias, device, dtype);

        public static Conv2d Conv2d(long in_channels, long out_channels, long kernelSize, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(Fill(kernelSize, 2), Fill(stride, 2), [], Name(padding), Fill(dilation, 2), padding_mode, groups), bias, device, dtype);

        public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernelSize, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(All(kernelSize), All(stride ?? (1, 1)), All(padding ?? (0, 0)), null, All(dilation ?? (1, 1)), padding_mode, groups), bias, device, dtype);

        public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernelSize, Padding padding, (long, long)? stride = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(All(kernelSize), All(stride ?? (1, 1)), [], Name(padding), All(dilation ?? (1, 1)), padding_mode, groups), bias, device, dtype);

        public static Conv3d Conv3d(long in_channels, long out_channels, long kernelSize, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(Fill(kernelSize, 3), Fill(stride, 3), Fill(padding, 3), null, Fill(dilation, 3), padding_mode, groups), bias, device, dtype);

        public static Conv3d Conv3d(long in_channels, long out_channels, long kernelSize, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(Fill(kernelSize, 3), Fill(stride, 3), [], Name(padding), Fill(dilation, 3), padding_mode, groups), bias, device, dtype);

        public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernelSize, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(All(kernelSize), All(stride ?? (1, 1, 1)), All(padding ?? (0, 0, 0)), null, All(dilation ?? (1, 1, 1)), padding_mode, groups), bias, device, dtype);

        public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernelSize, Padding padding, (long, long, long)? stride = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Convolving(All(kernelSize), All(stride ?? (1, 1, 1)), [], Name(padding), All(dilation ?? (1, 1, 1)), padding_mode, groups), bias, device, dtype);

        public static BatchNorm1d BatchNorm1d(long features, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
            new(features, eps, momentum, affine, track_running_stats, device, dtype);

        public static BatchNorm2d BatchNorm2d(long features, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
            new(features, eps, momentum, affine, track_running_stats, device, dtype);

        public static BatchNorm3d BatchNorm3d(long features, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
            new(features, eps, momentum, affine, track_running_stats, device, dtype);

        public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-5, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

        public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-5, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

        public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, outputSize, hasBias, device, dtype);

        public static ReLU ReLU(bool inplace = false) => new(inplace);

        public static GELU GELU() => new();

        public static SiLU SiLU() => new();

        public static Sigmoid Sigmoid() => new();

        public static Tanh Tanh() => new();

        public static Softmax Softmax(long dim) => new(dim);

        public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

        public static Identity Identity() => new();

        public static Flatten Flatten(long startDim = 1, long endDim = -1) => new(startDim, endDim);

        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long outputSize) => new([outputSize]);

        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long outputSize) => new(Fill(outputSize, 2));

        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] outputSize) => new(outputSize);

        public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) outputSize) => new(All(outputSize));

        public static MaxPool2d MaxPool2d(long kernelSize, long? stride = null, long? padding = null, long? dilation = null, bool ceilMode = false) =>
            new(Fill(kernelSize, 2), Fill(stride ?? kernelSize, 2), Fill(padding ?? 0, 2), Fill(dilation ?? 1, 2), ceilMode);

        public static MaxPool2d MaxPool2d(long[] kernelSize, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceilMode = false) =>
            new(kernelSize, strides ?? kernelSize, padding ?? Fill(0, 2), dilation ?? Fill(1, 2), ceilMode);

        public static MaxPool2d MaxPool2d((long, long) kernelSize, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceilMode = false) =>
            new(All(kernelSize), All(stride ?? kernelSize), padding is { } pad ? All(pad) : Fill(0, 2), dilation is { } step ? All(step) : Fill(1, 2), ceilMode);

        public static AvgPool2d AvgPool2d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
            new(Fill(kernel_size, 2), Fill(stride ?? kernel_size, 2), Fill(padding ?? 0, 2), ceil_mode, count_include_pad, divisor_override);

        public static AvgPool2d AvgPool2d(long[] kernel_size, long[]? strides = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
            new(kernel_size, strides ?? kernel_size, padding ?? Fill(0, 2), ceil_mode, count_include_pad, divisor_override);

        public static AvgPool2d AvgPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
            new(All(kernel_size), All(stride ?? kernel_size), padding is { } pad ? All(pad) : Fill(0, 2), ceil_mode, count_include_pad, divisor_override);

        public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long outputSize) => new(Fill(outputSize, 3));

        public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long[] outputSize) => new(outputSize);

        public static AdaptiveAvgPool3d AdaptiveAvgPool3d((long, long, long) outputSize) => new(All(outputSize));

        public static MaxPool3d MaxPool3d(long kernelSize, long? stride = null, long? padding = null, long? dilation = null, bool ceilMode = false) =>
            new(Fill(kernelSize, 3), Fill(stride ?? kernelSize, 3), Fill(padding ?? 0, 3), Fill(dilation ?? 1, 3), ceilMode);

        public static MaxPool3d MaxPool3d(long[] kernelSize, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceilMode = false) =>
            new(kernelSize, strides ?? kernelSize, padding ?? Fill(0, 3), dilation ?? Fill(1, 3), ceilMode);

        public static MaxPool3d MaxPool3d((long, long, long) kernelSize, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, bool ceilMode = false) =>
            new(All(kernelSize), All(stride ?? kernelSize), padding is { } pad ? All(pad) : Fill(0, 3), dilation is { } step ? All(step) : Fill(1, 3), ceilMode);

        public static AvgPool3d AvgPool3d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
            new(Fill(kernel_size, 3), Fill(stride ?? kernel_size, 3), Fill(padding ?? 0, 3), ceil_mode, count_include_pad, divisor_override);

        public static AvgPool3d AvgPool3d(long[] kernel_size, long[]? strides = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
            new(kernel_size, strides ?? kernel_size, padding ?? Fill(0, 3), ceil_mode, count_include_pad, divisor_override);

        public static AvgPool3d AvgPool3d((long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
            new(All(kernel_size), All(stride ?? kernel_size), padding is { } pad ? All(pad) : Fill(0, 3), ceil_mode, count_include_pad, divisor_override);

        public static Sequential Sequential() => new((IEnumerable<(string, Module<Tensor, Tensor>)>)[]);

        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(Sequence.Numbered(modules));

        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(Sequence.Numbered(modules));

        public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules.AsEnumerable());

        public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules);

        public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) => Sequential(modules.AsEnumerable());

        public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) =>
            new(modules.Select(module => (module.Item1, module.Item2)));

        public static ModuleList<T> ModuleList<T>(params T[] modules)
            where T : Module => new(modules);

        public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

        public static CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
            new(weight, ignore_index, reduction);

        public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);
    }
}
