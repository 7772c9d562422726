using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Packages.Tests.Torch;

[Collection("Torch")]
public class MemoryTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it_and_did_not_leave_by_name()
    {
        Tensor kept, detached, dropped;
        using (NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                dropped = ones(3) + 1;
                kept = ones(3).MoveToOuterDisposeScope();
                detached = ones(3).DetachFromDisposeScope();
                Assert.True(inner.Contains(dropped));
                Assert.False(inner.Contains(kept));
            }
            Assert.True(dropped.IsInvalid);
            Assert.False(kept.IsInvalid);
        }
        Assert.True(kept.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void Moving_out_of_the_outermost_scope_leaves_the_tensor_to_its_holder()
    {
        Tensor kept;
        using (NewDisposeScope()) kept = ones(3).MoveToOuterDisposeScope();
        Assert.Equal(3f, kept.sum().item<float>());
    }

    [Fact]
    public void Everything_but_what_is_named_can_be_disposed_before_the_scope_ends()
    {
        using var scope = NewDisposeScope();
        Tensor first = ones(3), second = ones(3);
        scope.DisposeEverythingBut(second);
        Assert.True(first.IsInvalid);
        Assert.False(second.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_belong_to_threads()
    {
        using var scope = NewDisposeScope();
        Tensor other = ones(1);
        var thread = new Thread(() => other = ones(2));
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(other));
        other.Dispose();
    }

    [Fact]
    public void Modules_and_optimizers_outlive_the_scope_they_were_made_in()
    {
        Linear linear;
        optim.Optimizer optimizer;
        using (NewDisposeScope())
        {
            linear = nn.Linear(3, 2);
            optimizer = optim.SGD(linear.parameters(), 0.1, 0.9);
            linear.call(ones(1, 3)).sum().backward();
            optimizer.step();
        }
        using (NewDisposeScope())
        {
            linear.call(ones(1, 3)).sum().backward();
            optimizer.step();
        }
        Assert.All(linear.parameters(), parameter => Assert.False(parameter.IsInvalid));
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        Tensor t = ones(2);
        t.Dispose();
        t.Dispose();
        Assert.True(t.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => t + 1);
    }

    [Fact]
    public void A_parameter_takes_over_the_tensor_it_is_made_from()
    {
        Tensor data = ones(2);
        var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad);
    }

    [Fact]
    public void A_collection_frees_the_tensors_that_nobody_holds()
    {
        long before = Tensor.TotalCount;
        for (int i = 0; i < 50; i++) Drop();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(Tensor.TotalCount - before < 50, $"{Tensor.TotalCount - before} of 50 dropped tensors are still there.");

        static void Drop() => ones(16);
    }

    [Fact]
    public void Large_tensors_that_nobody_disposes_bring_about_a_collection()
    {
        // The package does not tell the collector about native memory; only the stand-in does.
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "libcacl_torch.so")), "on the package");
        // 400 x 8 MB would be 3.2 GB.
        long before = Tensor.TotalCount, peak = 0;
        for (int i = 0; i < 400; i++)
        {
            Drop();
            peak = Math.Max(peak, Tensor.TotalCount - before);
        }
        Assert.True(peak < 300, $"{peak} tensors of 8 MB were alive at once.");

        static void Drop() => ones(1024, 2048);
    }

    [Fact]
    public void Gradients_are_recorded_by_thread()
    {
        Tensor x = ones(2).requires_grad_();
        bool elsewhere = false;
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            var thread = new Thread(() => elsewhere = (x * 2).requires_grad);
            thread.Start();
            thread.Join();
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True(elsewhere);
        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Inference_mode_ends_with_its_block()
    {
        using (inference_mode()) Assert.True(is_inference_mode_enabled());
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void A_native_error_is_an_exception_with_its_reason()
    {
        var fault = Assert.Throws<ExternalException>(() => mm(ones(2, 3), ones(2, 3)));
        Assert.Contains("2x3 and 2x3", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ExternalException>(() => ones(2).reshape(3));
        Assert.Throws<ExternalException>(() => cat([ones(2, 2), ones(3, 3)]));
        Assert.Throws<ExternalException>(() => ones(2).sum().backward());
        Assert.Equal(4f, (ones(2) * 2).sum().item<float>());
    }
}
