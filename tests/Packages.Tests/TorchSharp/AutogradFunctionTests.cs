using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Packages.Tests.Torch;

[Collection("Torch")]
public class AutogradFunctionTests
{
    private static readonly double[] Points = [0.5, -1, 2];

    [Fact]
    public void A_function_has_the_gradient_that_it_says()
    {
        using var scope = NewDisposeScope();
        Tensor x = Input();
        Tensor y = ScaledCube.apply(x, 3.0);
        Assert.True(y.requires_grad);
        Assert.False(y.is_leaf);
        (y * tensor(new[] { 1.0, 2, 3 })).sum().backward();
        Same(point => 3 * point * point * point, y);
        Same([9 * 0.25, 2 * 9, 3 * 9 * 4.0], x.grad!);
    }

    [Fact]
    public void A_function_can_be_used_on_its_own_result_and_twice_on_one_input()
    {
        using var scope = NewDisposeScope();
        Tensor x = Input();
        (ScaledCube.apply(ScaledCube.apply(x, 2.0), 1.0) + ScaledCube.apply(x, 1.0)).sum().backward();
        Same(point => (8 * 9 * Math.Pow(point, 8)) + (3 * point * point), x.grad!);   // (2 x^3)^3 + x^3
    }

    [Fact]
    public void A_kept_graph_is_differentiated_again_and_gradients_add_up()
    {
        using var scope = NewDisposeScope();
        Tensor x = Input();
        Tensor loss = ScaledCube.apply(x, 1.0).sum();
        loss.backward(retain_graph: true);
        loss.backward();
        Same(point => 6 * point * point, x.grad!);
        Same(point => 3 * point * point, autograd.grad([ScaledCube.apply(x, 1.0).sum()], [x])[0]);
    }

    [Fact]
    public void Nothing_is_recorded_without_gradients()
    {
        using var scope = NewDisposeScope();
        Tensor y = ScaledCube.apply(Input().detach(), 2.0);
        Assert.False(y.requires_grad);
        Same(point => 2 * point * point * point, y);
        using (no_grad())
            Assert.False(ScaledCube.apply(Input(), 2.0).requires_grad);
    }

    [Fact]
    public void The_forward_pass_records_nothing_and_the_backward_pass_neither()
    {
        using var scope = NewDisposeScope();
        Tensor x = Input();
        Watching.Modes.Clear();
        Watching.apply(x).sum().backward();
        Assert.Equal([false, false], Watching.Modes);
    }

    [Fact]
    public void Each_of_several_outputs_has_its_gradient_and_one_without_a_use_has_zeros()
    {
        using var scope = NewDisposeScope();
        Tensor x = Input();
        List<Tensor> both = SineAndCosine.apply(x);
        ((both[0] * 2).sum() + (both[1] * 3).sum()).backward();
        Same(point => (2 * Math.Cos(point)) - (3 * Math.Sin(point)), x.grad!);

        Tensor other = Input();
        SineAndCosine.apply(other)[1].sum().backward();
        Same(point => -Math.Sin(point), other.grad!);
    }

    [Fact]
    public void Arguments_without_a_gradient_get_none()
    {
        using var scope = NewDisposeScope();
        Tensor x = Input(), factor = (ones(3, dtype: float64) * 4).requires_grad_(), shift = ones(3, dtype: float64);
        ScaledAndShifted.apply(x, factor, shift, null!).sum().backward();
        Same(_ => 4, x.grad!);
        Assert.Null(factor.grad);
        Assert.Null(shift.grad);
    }

    [Fact]
    public void An_input_may_be_the_result()
    {
        using var scope = NewDisposeScope();
        Tensor x = Input();
        Tensor twice = x * 2;
        Tensor same = ReversedGradient.apply(twice);
        Assert.True(twice.Equals(same));
        (twice + (same * 10)).sum().backward();
        Same(_ => 2 - 20, x.grad!);
    }

    [Fact]
    public void A_result_may_be_changed_in_place_and_what_was_saved_may_not()
    {
        using var scope = NewDisposeScope();
        Tensor x = Input();
        ScaledCube.apply(x, 1.0).relu_().sum().backward();
        Same(point => point > 0 ? 3 * point * point : 0, x.grad!);

        Tensor between = x * 1;
        Tensor y = ScaledCube.apply(between, 1.0);
        between.add_(1);
        if (IsStandIn)   // the package ends the process
            Assert.Contains("inplace", Assert.Throws<ExternalException>(() => y.sum().backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_a_backward_pass_is_an_exception_and_leaves_everything_usable()
    {
        Assert.SkipUnless(IsStandIn, "on the package, which ends the process");
        using var scope = NewDisposeScope();
        Tensor x = Input();
        var fault = Assert.Throws<ExternalException>(() => Failing.apply(x, "a cause").sum().backward());
        Assert.Contains("InvalidOperationException: a cause", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<ExternalException>(() => TooFew.apply(x, 1).sum().backward());
        Assert.Contains("TooFew has 2 arguments, and its backward gave 1 gradients.", fault.Message, StringComparison.Ordinal);
        Assert.Null(x.grad);
        ScaledCube.apply(x, 1.0).sum().backward();
        Same(point => 3 * point * point, x.grad!);
    }

    [Fact]
    public void A_fault_of_a_forward_pass_is_its_own()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("forward", Assert.Throws<InvalidOperationException>(() => Failing.apply(Input(), "forward")).Message);
    }

    [Fact]
    public void Threads_differentiate_at_once()
    {
        Parallel.For(0, 8, _ =>
        {
            using var scope = NewDisposeScope();
            for (int i = 0; i < 50; i++)
            {
                Tensor x = Input();
                ScaledCube.apply(SineAndCosine.apply(x)[0], 1.0).sum().backward();
                Same(point => 3 * Math.Pow(Math.Sin(point), 2) * Math.Cos(point), x.grad!);
            }
        });
    }

    [Fact]
    public void Ten_thousand_uses_leave_nothing_behind()
    {
        List<WeakReference> kept = Use(100);
        Collect();
        long tensors = Tensor.TotalCount, bytes = GC.GetTotalMemory(forceFullCollection: true);
        kept.AddRange(Use(10_000));
        Collect();
        Assert.Equal(0, kept.Count(data => data.IsAlive));
        kept.Clear();
        kept.TrimExcess();
        Assert.Equal(tensors, Tensor.TotalCount);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - bytes;
        Assert.True(grown < 1_000_000, $"{grown} bytes more after 10,000 uses.");   // 100 bytes a use

        [MethodImpl(MethodImplOptions.NoInlining)]
        static List<WeakReference> Use(int times)
        {
            var data = new List<WeakReference>();
            for (int i = 0; i < times; i++)
            {
                using var scope = NewDisposeScope();
                object factor = 2.0;
                data.Add(new WeakReference(factor));
                Tensor loss = ScaledCube.apply(Input(), factor).sum();
                if (i % 2 == 0)   // the others' graphs go without a backward pass
                    loss.backward();
            }

            return data;
        }

        static void Collect()
        {
            for (int i = 0; i < 2; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    // In the stand-in a fault goes on to the caller; in the package it ends the process.
    private static bool IsStandIn => File.Exists(Path.Combine(AppContext.BaseDirectory, "libcacl_torch.so"));

    private static Tensor Input() => tensor(Points).requires_grad_();

    private static void Same(Func<double, double> expected, Tensor actual) => Same([.. Points.Select(expected)], actual);

    private static void Same(double[] expected, Tensor actual)
    {
        double[] values = actual.detach().data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(expected[i], values[i], 1e-9 * Math.Max(1, Math.Abs(expected[i])));
    }

    private sealed class ScaledCube : autograd.SingleTensorFunction<ScaledCube>
    {
        public override string Name => nameof(ScaledCube);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("factor", vars[1]);
            return x.pow(3) * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ctx.get_saved_variables()[0].pow(2) * (3 * (double)ctx.get_data("factor")!), null!];
    }

    private sealed class SineAndCosine : autograd.MultiTensorFunction<SineAndCosine>
    {
        public override string Name => nameof(SineAndCosine);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            List<Tensor> results = [((Tensor)vars[0]).sin(), ((Tensor)vars[0]).cos()];
            ctx.save_for_backward(results);
            return results;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            List<Tensor> results = ctx.get_saved_variables();
            return [(grad_outputs[0] * results[1]) - (grad_outputs[1] * results[0])];
        }
    }

    private sealed class ScaledAndShifted : autograd.SingleTensorFunction<ScaledAndShifted>
    {
        public override string Name => nameof(ScaledAndShifted);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[1], null!]);
            return ((Tensor)vars[0] * (Tensor)vars[1]) + (Tensor)vars[2];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            List<Tensor> saved = ctx.get_saved_variables();
            Assert.Null(saved[1]);
            return [grad_output * saved[0], null!, null!, null!];
        }
    }

    private sealed class ReversedGradient : autograd.SingleTensorFunction<ReversedGradient>
    {
        public override string Name => nameof(ReversedGradient);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0];

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [-grad_output];
    }

    private sealed class Watching : autograd.SingleTensorFunction<Watching>
    {
        public static List<bool> Modes { get; } = [];

        public override string Name => nameof(Watching);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            Modes.Add(is_grad_enabled());
            return (Tensor)vars[0] * 1;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            Modes.Add(is_grad_enabled());
            return [grad_output];
        }
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var reason = (string)vars[1];
            ctx.save_data("reason", reason);
            return reason == "forward" ? throw new InvalidOperationException(reason) : (Tensor)vars[0] * 1;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidOperationException((string)ctx.get_data("reason")!);
    }

    private sealed class TooFew : autograd.SingleTensorFunction<TooFew>
    {
        public override string Name => nameof(TooFew);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 1;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output];
    }
}
