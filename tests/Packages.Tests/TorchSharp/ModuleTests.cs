using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Packages.Tests.Torch;

[Collection("Torch")]
public class ModuleTests
{
    [Fact]
    public void Fields_are_registered_under_their_names()
    {
        using var net = new Net();
        Assert.Equal(["token", "body.0.weight", "body.0.bias", "body.2.weight", "body.2.bias", "blocks.0.weight", "blocks.0.bias", "blocks.1.weight", "blocks.1.bias"],
            net.named_parameters().Select(entry => entry.name));
        Assert.Equal(["offset"], net.named_buffers().Select(entry => entry.name));
        Assert.Equal(["body", "blocks"], net.named_children().Select(entry => entry.name));
        Assert.Equal(["body", "blocks", "body.0", "body.1", "body.2", "blocks.0", "blocks.1"], net.named_modules().Select(entry => entry.name));
    }

    [Fact]
    public void Train_and_eval_reach_every_module_below()
    {
        using var net = new Net();
        net.eval();
        Assert.All(net.modules().Append(net), module => Assert.False(module.training));
        net.train();
        Assert.All(net.modules().Append(net), module => Assert.True(module.training));
    }

    [Fact]
    public void A_state_dict_carries_weights_and_buffers_to_another_module()
    {
        using Net from = new(), to = new();
        using (no_grad()) from.Offset.fill_(3);
        var (missing, unexpected) = to.load_state_dict(from.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.True(from.call(ones(1, 4)).Equals(to.call(ones(1, 4))));
        Assert.Equal(3f, to.Offset.item<float>());
    }

    [Fact]
    public void A_state_dict_that_does_not_fit_is_refused_unless_asked_for()
    {
        using var net = new Net();
        var state = new Dictionary<string, Tensor>(net.state_dict());
        state.Remove("token");
        state["stray"] = ones(1);
        Assert.Throws<InvalidOperationException>(() => net.load_state_dict(state));
        var (missing, unexpected) = net.load_state_dict(state, strict: false);
        Assert.Equal(["token"], missing);
        Assert.Equal(["stray"], unexpected);
    }

    [Fact]
    public void Zero_grad_clears_every_gradient()
    {
        using var net = new Net();
        net.call(ones(1, 4)).sum().backward();
        Assert.NotNull(net.get_parameter("token")!.grad);
        net.zero_grad();
        Assert.All(net.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Conversion_changes_the_floating_parts_and_keeps_the_objects()
    {
        using var net = new Net();
        net.to(ScalarType.Float64);
        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Float64, net.call(ones(1, 4, float64)).dtype);
    }

    [Fact]
    public void Apply_visits_children_before_their_parent()
    {
        using Sequential net = Sequential(Linear(2, 2), ReLU());
        List<string> seen = [];
        net.apply(module => seen.Add(module.GetName()));
        Assert.Equal(["Linear", "ReLU", "Sequential"], seen);
    }

    [Fact]
    public void A_convolution_refuses_input_with_other_channels()
    {
        using var convolution = Conv2d(3, 4, 3);
        Assert.Throws<ArgumentException>(() => convolution.call(ones(1, 2, 8, 8)));
    }

    [Fact]
    public void Dropout_is_silent_in_evaluation()
    {
        using var dropout = Dropout(0.9);
        dropout.eval();
        Assert.Equal(64f, dropout.call(ones(64)).sum().item<float>());
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Parameter token = Parameter(ones(4));
        private readonly Tensor offset = zeros(1);
        private readonly Sequential body = Sequential(Linear(4, 8), ReLU(), Linear(8, 4));
        private readonly ModuleList<Linear> blocks = ModuleList(Linear(4, 4), Linear(4, 4));

        public Net()
            : base(nameof(Net)) => RegisterComponents();

        public Tensor Offset => offset;

        public override Tensor forward(Tensor input)
        {
            Tensor x = body.call(input + token) + offset;
            foreach (Linear block in blocks) x = block.call(x);
            return x;
        }
    }
}
