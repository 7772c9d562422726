using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class GradientDescentTests
{
    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Lars)]
    public void Steps_are_those_of_pytorch(OptimizerKind kind)
    {
        JsonElement fixture = Fixture.Read("optimizers.json");
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Weights();
        using GradientDescent optimizer = GradientDescent.Of(kind, parameters, fixture.GetProperty("weightDecay").GetDouble());

        for (int step = 0; step < 6; step++)
        {
            Step(optimizer, step, fixture.GetProperty("rates")[step].GetDouble());
            Fixture.AssertClose(fixture.GetProperty("weights").GetProperty(kind.ToString())[step].Floats(), cat([parameters[0].flatten(), parameters[1]]), 2e-6);
        }
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Lars)]
    public void State_copied_into_a_new_optimiser_goes_on_bit_by_bit(OptimizerKind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] ones = Weights(), others = Weights();
        using GradientDescent one = GradientDescent.Of(kind, ones, 0.01), other = GradientDescent.Of(kind, others, 0.01);
        for (int step = 0; step < 3; step++)
            Step(one, step, 0.2);

        using (no_grad())
        {
            foreach ((Parameter from, Parameter to) in ones.Zip(others))
                to.copy_(from);
            foreach ((string name, Tensor values) in one.State)
                other.State[name].copy_(values);
        }

        for (int step = 3; step < 6; step++)
        {
            Step(one, step, 0.2);
            Step(other, step, 0.2);
        }

        foreach ((Parameter left, Parameter right) in ones.Zip(others))
            Assert.True(left.eq(right).all().item<bool>());
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays_and_is_not_counted()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Weights();
        using GradientDescent optimizer = GradientDescent.Of(OptimizerKind.AdamW, parameters, 0.5);
        Tensor before = parameters[1].detach().clone();
        parameters[0].grad = ones_like(parameters[0]);

        optimizer.Step(0.1);

        Assert.True(before.eq(parameters[1]).all().item<bool>());
        Assert.Equal([1L, 0L], optimizer.State["steps"].data<long>().ToArray());
    }

    [Fact]
    public void Lars_moves_weights_of_zero_and_stands_gradients_of_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = [new Parameter(zeros(2, 2)), new Parameter(ones(2, 2))];
        using GradientDescent optimizer = GradientDescent.Of(OptimizerKind.Lars, parameters, 0);
        parameters[0].grad = ones(2, 2);
        parameters[1].grad = zeros(2, 2);

        optimizer.Step(0.1);

        Fixture.AssertClose([-0.1f, -0.1f, -0.1f, -0.1f], parameters[0]);
        Fixture.AssertClose([1, 1, 1, 1], parameters[1]);
    }

    // The formulas of make_training_fixtures.py.
    private static Parameter[] Weights() =>
        [new Parameter((arange(12, dtype: float32) * 0.7).sin().view(4, 3)), new Parameter((arange(3, dtype: float32) * 1.1).cos())];

    private static void Step(GradientDescent optimizer, int step, double rate)
    {
        optimizer.Parameters[0].grad = (arange(12, dtype: float32) * 0.3 + step).cos().view(4, 3);
        optimizer.Parameters[1].grad = (arange(3, dtype: float32) * 0.9 + step).sin();
        optimizer.Step(rate);
    }
}
