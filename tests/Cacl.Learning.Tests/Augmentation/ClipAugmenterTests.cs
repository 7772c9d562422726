using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class ClipAugmenterTests
{
    [Fact]
    public void Equal_frames_stay_equal_under_every_draw()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor frame = (rand([1, 1, 6, 7, 3], generator: new Generator(5)) * 255).to(uint8);
        Tensor pixels = frame.expand(40, 4, 6, 7, 3).contiguous();
        ViewDraw[] draws = Draws(40, new AugmentationOptions());

        Tensor varied = ClipAugmenter.Apply(pixels, draws, 7);

        for (int t = 1; t < 4; t++)
            Assert.True(varied.select(2, 0).eq(varied.select(2, t)).all().item<bool>());
        Assert.True(draws.Any(draw => draw.Flip) && draws.Any(draw => draw.Grayscale) && draws.Any(draw => draw.Adjustments.Length == 4));
    }

    [Fact]
    public void Each_clip_is_varied_by_its_own_draw_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = (rand([12, 2, 6, 7, 3], generator: new Generator(6)) * 255).to(uint8);
        ViewDraw[] draws = Draws(12, new AugmentationOptions());

        Tensor together = ClipAugmenter.Apply(pixels, draws, 7);

        for (int clip = 0; clip < 12; clip++)
        {
            Tensor alone = ClipAugmenter.Apply(pixels.narrow(0, clip, 1), [draws[clip]], 7);
            Assert.True((together.narrow(0, clip, 1) - alone).abs().max().item<float>() < 1e-6f);
        }
    }

    [Fact]
    public void Without_a_change_bytes_become_parts_of_255_with_channels_first()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = arange(2 * 3 * 2 * 2 * 3, dtype: int64).to(uint8).view(2, 3, 2, 2, 3);

        Tensor floats = ClipAugmenter.Apply(pixels, [default(ViewDraw) with { Adjustments = [] }, default(ViewDraw) with { Adjustments = [] }], 2);

        Assert.Equal([2, 3, 3, 2, 2], floats.shape);
        float[] values = floats.data<float>().ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            int column = i % 2, row = i / 2 % 2, frame = i / 4 % 3, channel = i / 12 % 3, clip = i / 36;
            Assert.Equal((((clip * 3 + frame) * 2 + row) * 2 + column) * 3 + channel, values[i] * 255, 1e-4);
        }
    }

    private static ViewDraw[] Draws(int count, AugmentationOptions options) =>
        [.. Enumerable.Range(0, count).Select(i =>
        {
            var random = new SampleRandom(3, 0, i);
            return ViewDraw.From(options, ref random);
        })];
}
