using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Batch norm by statistics of all processes, whose gradient goes through these statistics too.</summary>
/// <remarks>
/// With x^ = (x - mean) / deviation, y = weight * x^ + bias and N values of a channel in all processes together:
/// dx = weight / deviation * (dy - sum(dy) / N - x^ * sum(dy * x^) / N), the sums over all processes. The gradients of weight and bias are
/// the own sums of dy * x^ and dy, as those of any parameter.
/// Source: Ioffe and Szegedy, arXiv 1502.03167.
/// </remarks>
internal sealed class SyncBatchNormFunction : autograd.SingleTensorFunction<SyncBatchNormFunction>
{
    private const string Count = "count", Job = "job";

    public override string Name => nameof(SyncBatchNormFunction);

    /// <summary>All axes but the second.</summary>
    public static long[] AxesBesideChannels(Tensor input) => [.. Enumerable.Range(0, (int)input.dim()).Where(axis => axis != 1).Select(axis => (long)axis)];

    // Takes input, weight, bias, mean, variance, the number of values of a channel, and the job.
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight, bias, mean, variance) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3], (Tensor)vars[4]);
        ctx.save_for_backward([input, weight, mean, variance]);
        ctx.save_data(Count, vars[5]);
        ctx.save_data(Job, vars[6]);
        return functional.batch_norm(input, mean, variance, weight, bias, eps: BatchNorm.Epsilon);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();   // a gradient of this gradient would have to be summed as well
        List<Tensor> saved = ctx.get_saved_variables();
        var (input, weight, mean, variance) = (saved[0], saved[1], saved[2], saved[3]);
        var count = (double)ctx.get_data(Count)!;
        var job = (SyncBatchNorm)ctx.get_data(Job)!;

        long[] axes = AxesBesideChannels(input);
        Tensor biasGradient = grad_output.sum(axes);
        Tensor weightGradient;
        using (Tensor standardized = functional.batch_norm(input, mean, variance, eps: BatchNorm.Epsilon))
            weightGradient = standardized.mul_(grad_output).sum(axes);
        Tensor means = job.Sum(stack([biasGradient, weightGradient])).div_(count);   // [2, channels]

        // The part that goes through the statistics is batch norm with another weight and bias, and so made in one pass.
        Tensor scale = weight / (variance + BatchNorm.Epsilon).sqrt();
        Tensor inputGradient = functional.batch_norm(input, mean, variance, -scale * means[1], -scale * means[0], eps: BatchNorm.Epsilon);
        inputGradient.addcmul_(grad_output, scale.view([1, -1, .. axes.Skip(1).Select(_ => 1L)]), 1);

        grad_output.Dispose();   // as large as the input, and else the caller's until the step's end
        job.Hold(inputGradient, weightGradient, biasGradient);
        return [inputGradient, weightGradient, biasGradient, null!, null!, null!, null!];
    }
}
