using TorchSharp;
using TorchSharp.Modules;
using static Packages.Tests.Torch.Fixtures;
using static TorchSharp.torch;

namespace Packages.Tests.Torch;

[Collection("Torch")]
public class OptimizerNumbersTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, optim.Optimizer>> s_optimizers = new()
    {
        ["sgd"] = p => optim.SGD(p, 0.1),
        ["sgd_momentum"] = p => optim.SGD(p, 0.1, momentum: 0.9, weight_decay: 0.01),
        ["sgd_nesterov"] = p => optim.SGD(p, 0.05, momentum: 0.8, nesterov: true),
        ["sgd_dampened"] = p => optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.3),
        ["sgd_maximize"] = p => optim.SGD(p, 0.01, momentum: 0.5, maximize: true),
    };

    public static TheoryData<string> Optimizers => [.. s_optimizers.Keys];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void An_optimizer_walks_the_way_of_PyTorch(string name)
    {
        using Linear module = Model();
        using optim.Optimizer optimizer = s_optimizers[name](module.parameters());
        for (int step = 0; step < 5; step++)
        {
            Step(module, optimizer, step);
            Same($"optim.{name}.{step}", Weights(module));
        }
    }

    [Theory]
    [InlineData("sgd_momentum")]
    [InlineData("sgd_nesterov")]
    public void An_optimizer_goes_on_from_a_saved_state_as_if_it_had_not_stopped(string name)
    {
        using Linear module = Model();
        using var saved = new MemoryStream();
        using (optim.Optimizer first = s_optimizers[name](module.parameters()))
        {
            for (int step = 0; step < 2; step++) Step(module, first, step);
            using var writer = new BinaryWriter(saved, System.Text.Encoding.UTF8, leaveOpen: true);
            ((OptimizerHelper)first).save_state_dict(writer);
        }
        using optim.Optimizer second = s_optimizers[name](module.parameters());
        saved.Position = 0;
        using var reader = new BinaryReader(saved);
        ((OptimizerHelper)second).load_state_dict(reader);
        for (int step = 2; step < 5; step++) Step(module, second, step);
        Same($"optim.{name}.4", Weights(module));
    }

    [Fact]
    public void The_learning_rate_of_a_group_can_be_changed_between_steps()
    {
        using Linear module = Model();
        using var optimizer = optim.SGD(module.parameters(), 0.1);
        Step(module, optimizer, 0);
        Tensor before = Weights(module);
        foreach (var group in optimizer.ParamGroups)
        {
            Assert.Equal(0.1, group.LearningRate);
            group.LearningRate = 0;
        }
        Step(module, optimizer, 1);
        Assert.True(before.Equals(Weights(module)));
    }

    [Fact]
    public void Groups_have_rates_of_their_own()
    {
        using Linear module = Model();
        using var optimizer = optim.SGD(
        [
            new SGD.ParamGroup([module.weight!], lr: 0.1),
            new SGD.ParamGroup([module.bias!], lr: 0.0),
        ], 0.05);
        Tensor weight = module.weight!.clone(), bias = module.bias!.clone();
        Step(module, optimizer, 0);
        Assert.False(weight.Equals(module.weight!));
        Assert.True(bias.Equals(module.bias!));
    }

    private static Linear Model()
    {
        Linear module = nn.Linear(3, 2);
        using (no_grad())
            foreach (Parameter parameter in module.parameters()) parameter.copy_(Wave(parameter.shape));
        return module;
    }

    private static void Step(Linear module, optim.Optimizer optimizer, int step)
    {
        optimizer.zero_grad();
        module.call(Wave(4, 3) * (step + 1)).pow(2).mean().backward();
        optimizer.step();
    }

    private static Tensor Weights(Linear module) => cat(module.parameters().Select(parameter => parameter.detach().reshape(-1)).ToList());
}
