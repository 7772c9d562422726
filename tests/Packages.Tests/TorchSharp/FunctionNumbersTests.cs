using TorchSharp;
using TorchSharp.Modules;
using static Packages.Tests.Torch.Fixtures;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace Packages.Tests.Torch;

[Collection("Torch")]
public class FunctionNumbersTests
{
    [Fact]
    public void Cross_entropy_is_that_of_PyTorch()
    {
        Tensor logits = Wave(5, 4), classes = tensor(new long[] { 0, 3, 1, 1, 2 });
        Same("cross_entropy.mean", F.cross_entropy(logits, classes));
        Same("cross_entropy.mean", CrossEntropyLoss().call(logits, classes));
        Same("cross_entropy.sum", F.cross_entropy(logits, classes, reduction: Reduction.Sum));
        Same("cross_entropy.none", F.cross_entropy(logits, classes, reduction: Reduction.None));
        Same("cross_entropy.weight", F.cross_entropy(logits, classes, tensor(new[] { 1f, 2f, 0.5f, 1.5f })));
        Same("cross_entropy.ignored", F.cross_entropy(logits, classes, ignore_index: 1));
        Same("cross_entropy.smooth", F.cross_entropy(logits, classes, label_smoothing: 0.1));
        Same("cross_entropy.soft", F.cross_entropy(logits, Wave(5, 4).softmax(1)));
    }

    [Fact]
    public void Deterministic_algorithms_are_asked_for_until_the_end_of_their_scope()
    {
        Assert.False(are_deterministic_algorithms_enabled());
        using (use_deterministic_algorithms(warn_only: true))
            Assert.Equal((true, true), (are_deterministic_algorithms_enabled(), is_deterministic_algorithms_warn_only_enabled()));
        using (use_deterministic_algorithms())
            Assert.Equal((true, false), (are_deterministic_algorithms_enabled(), is_deterministic_algorithms_warn_only_enabled()));
        Assert.False(are_deterministic_algorithms_enabled());
    }

    [Fact]
    public void Rounding_of_products_on_gpus_is_asked_for_by_library()
    {
        Assert.Equal((false, true), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        backends.cuda.matmul.allow_tf32 = true;
        backends.cudnn.allow_tf32 = false;
        Assert.Equal((true, false), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        backends.cuda.matmul.allow_tf32 = false;
        backends.cudnn.allow_tf32 = true;
    }

    [Fact]
    public void Resizing_and_padding_are_those_of_PyTorch()
    {
        Tensor image = Wave(1, 2, 4, 5);
        Same("interpolate.nearest", F.interpolate(image, [7, 3]));
        Same("interpolate.bilinear", F.interpolate(image, [7, 9], mode: InterpolationMode.Bilinear, align_corners: false));
        Same("interpolate.aligned", F.interpolate(image, scale_factor: [2.0, 2.0], mode: InterpolationMode.Bilinear, align_corners: true));
        Same("interpolate.trilinear", F.interpolate(Wave(1, 1, 2, 3, 3), [3, 4, 5], mode: InterpolationMode.Trilinear, align_corners: false));
        Same("pad.constant", F.pad(image, new long[] { 1, 2, 0, 1 }, value: 0.5));
        Same("pad.reflect", F.pad(image, new long[] { 1, 1, 2, 1 }, PaddingModes.Reflect));
        Same("pad.replicate", F.pad(image, new long[] { 1, 1, 2, 1 }, PaddingModes.Replicate));
    }

    [Fact]
    public void Attention_is_the_softmax_of_scaled_products()
    {
        Tensor query = Wave(2, 2, 3, 4), key = Wave(2, 2, 5, 4) * 0.5, value = Wave(2, 2, 5, 4) + 1;
        Tensor mask = (arange(15).reshape(3, 5) % 4) != 1;
        Same("attention.plain", F.scaled_dot_product_attention(query, key, value));
        Same("attention.mask", F.scaled_dot_product_attention(query, key, value, mask));
        Same("attention.bias", F.scaled_dot_product_attention(query, key, value, Wave(3, 5)));
        Same("attention.causal", F.scaled_dot_product_attention(query, key, value, is_casual: true));
    }

    [Fact]
    public void Other_functions_are_those_of_PyTorch()
    {
        Same("one_hot", F.one_hot(tensor(new long[] { 0, 3, 1, 1, 2 }), 5));
        Same("batch_norm.eval", F.batch_norm(Wave(2, 3, 4), Wave(3), Wave(3).abs() + 1, Wave(3), Wave(3)));
        Same("mse_loss", F.mse_loss(Wave(3, 4), Wave(3, 4).t().reshape(3, 4)));
        Same("cosine_similarity", F.cosine_similarity(Wave(3, 4), Wave(3, 4).pow(2), 1));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void Clipping_scales_all_gradients_together(double norm)
    {
        Parameter[] parameters = [Parameter(zeros(3, 4)), Parameter(zeros(5))];
        foreach (Parameter parameter in parameters) parameter.grad = Wave(parameter.shape);
        double total = nn.utils.clip_grad_norm_(parameters, 1.5, norm);
        Same($"clip.{norm}.norm", tensor((float)total));
        Same($"clip.{norm}.grads", cat(parameters.Select(parameter => parameter.grad!.reshape(-1)).ToList()));
    }
}
