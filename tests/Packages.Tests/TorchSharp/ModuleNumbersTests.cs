using TorchSharp;
using static Packages.Tests.Torch.Fixtures;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Packages.Tests.Torch;

[Collection("Torch")]
public class ModuleNumbersTests
{
    private static readonly Dictionary<string, (Func<Module<Tensor, Tensor>> Make, long[] Shape)> s_modules = new()
    {
        ["conv1d"] = (() => Conv1d(2, 4, 3, stride: 2, padding: 1), [2, 2, 9]),
        ["conv2d"] = (() => Conv2d(4, 6, 3, stride: 2, padding: 1, dilation: 1, groups: 2), [2, 4, 7, 6]),
        ["conv2d_rectangle"] = (() => Conv2d(3, 2, (3, 1), stride: (2, 1), padding: (1, 0), bias: false), [1, 3, 6, 5]),
        ["conv2d_same"] = (() => Conv2d(2, 3, 3, Padding.Same), [1, 2, 5, 4]),
        ["conv2d_reflect"] = (() => Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect), [1, 2, 5, 4]),
        ["conv3d"] = (() => Conv3d(2, 3, (3, 3, 3), stride: (1, 2, 2), padding: (1, 1, 1), bias: false), [1, 2, 4, 5, 6]),
        ["conv3d_cube"] = (() => Conv3d(2, 3, 2, stride: 2), [1, 2, 4, 4, 4]),
        ["batch_norm1d"] = (() => BatchNorm1d(3), [5, 3]),
        ["batch_norm2d"] = (() => BatchNorm2d(3, 1e-3, 0.2), [2, 3, 4, 3]),
        ["batch_norm3d"] = (() => BatchNorm3d(2), [2, 2, 3, 2, 2]),
        ["batch_norm_untracked"] = (() => BatchNorm2d(3, affine: false, track_running_stats: false), [2, 3, 4, 3]),
        ["layer_norm"] = (() => LayerNorm(6), [2, 3, 6]),
        ["layer_norm_plane"] = (() => LayerNorm(new long[] { 3, 6 }, 1e-3, false), [2, 3, 6]),
        ["linear"] = (() => Linear(5, 4), [3, 5]),
        ["linear_unbiased"] = (() => Linear(5, 4, hasBias: false), [2, 3, 5]),
        ["relu"] = (() => ReLU(), [2, 5]),
        ["gelu"] = (() => GELU(), [2, 5]),
        ["flatten"] = (() => Flatten(), [2, 3, 2]),
        ["max_pool2d"] = (() => MaxPool2d(3, 2, 1), [1, 2, 6, 5]),
        ["max_pool3d"] = (() => MaxPool3d((1, 2, 2)), [1, 2, 3, 4, 4]),
        ["avg_pool2d"] = (() => AvgPool2d(2), [1, 2, 4, 4]),
        ["avg_pool3d"] = (() => AvgPool3d(2, 1, 1), [1, 1, 3, 3, 3]),
        ["adaptive_avg_pool2d"] = (() => AdaptiveAvgPool2d((2, 3)), [1, 2, 5, 7]),
        ["adaptive_avg_pool3d"] = (() => AdaptiveAvgPool3d(1), [2, 3, 2, 3, 4]),
        ["sequential"] = (() => Sequential(Linear(4, 8), ReLU(), Linear(8, 2)), [3, 4]),
    };

    public static TheoryData<string> Modules => [.. s_modules.Keys];

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_gives_the_outputs_and_gradients_of_PyTorch(string name)
    {
        var (make, shape) = s_modules[name];
        using Module<Tensor, Tensor> module = make();
        using (no_grad())
            foreach (var (_, parameter) in module.named_parameters()) parameter.copy_(Wave(parameter.shape));
        Tensor source = Wave(shape).requires_grad_();

        Tensor output = module.call(source);
        (output * Wave(output.shape)).sum().backward();

        Same($"module.{name}.output", output);
        Same($"module.{name}.grad_input", source.grad!);
        string prefix = $"module.{name}.grad.";
        Assert.Equal(Names(prefix).Select(key => key[prefix.Length..]), module.named_parameters().Select(entry => entry.name));
        foreach (var (key, parameter) in module.named_parameters()) Same(prefix + key, parameter.grad!);
        if (!name.StartsWith("batch_norm", StringComparison.Ordinal)) return;

        module.call(source * 2 + 1);
        module.eval();
        Same($"module.{name}.eval", module.call(source));
        prefix = $"module.{name}.buffer.";
        Assert.Equal(Names(prefix).Select(key => key[prefix.Length..]), module.named_buffers().Select(entry => entry.name));
        foreach (var (key, buffer) in module.named_buffers()) Same(prefix + key, buffer);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("conv1d")]
    [InlineData("conv2d")]
    [InlineData("conv3d")]
    public void A_new_module_has_the_weights_that_PyTorch_draws_from_the_seed(string name)
    {
        manual_seed(17);
        using Module<Tensor, Tensor> module = name switch
        {
            "linear" => Linear(7, 5),
            "conv1d" => Conv1d(2, 3, 3),
            "conv2d" => Conv2d(4, 4, 3, groups: 2),
            _ => Conv3d(2, 3, (1, 3, 3)),
        };
        foreach (var (key, parameter) in module.named_parameters()) Same($"init.{name}.{key}", parameter, 1e-7);
        Assert.Equal(Names($"init.{name}.").Count(), module.named_parameters().Count());
    }

    [Fact]
    public void Initialisers_and_random_numbers_are_those_of_PyTorch_at_the_seed()
    {
        Initialised("kaiming_uniform_", t => init.kaiming_uniform_(t));
        Initialised("kaiming_normal_", t => init.kaiming_normal_(t, 0, init.FanInOut.FanOut, init.NonlinearityType.ReLU));
        Initialised("xavier_uniform_", t => init.xavier_uniform_(t));
        Initialised("xavier_normal_", t => init.xavier_normal_(t, 2));
        Initialised("trunc_normal_", t => init.trunc_normal_(t, std: 0.02));
        Initialised("trunc_normal_tight", t => init.trunc_normal_(t, 1, 2, 0, 2));
        Initialised("normal_", t => init.normal_(t, 1, 0.5));
        Initialised("uniform_", t => init.uniform_(t, -2, 3));

        manual_seed(23);
        Same("random.rand", rand(7));
        Same("random.randn", randn(20));
        Same("random.randint", randint(-3, 9, [12L]));
        Same("random.randperm", randperm(10));
        Same("random.dropout", functional.dropout(ones(16), 0.25));
        Same("random.generator", randn(5, generator: new Generator(3)));
    }

    private static void Initialised(string name, Func<Tensor, Tensor> fill)
    {
        manual_seed(5);
        Same($"init.{name}", fill(empty(6, 4, 2)), 1e-6);
    }
}
