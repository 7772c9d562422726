using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class BackgroundSubtractionTests
{
    [Fact]
    public void Result_equals_a_loop_over_pixels()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clips = rand([2, 3, 4, 2, 2], generator: new Generator(1));

        float[] result = BackgroundSubtraction.Apply(clips).data<float>().ToArray();

        float[] values = clips.data<float>().ToArray();
        for (int clip = 0; clip < 2; clip++)
        {
            var moving = new double[3 * 4 * 4];
            for (int channel = 0; channel < 3; channel++)
            {
                for (int pixel = 0; pixel < 4; pixel++)
                {
                    double mean = Enumerable.Range(0, 4).Average(t => values[clip * 48 + channel * 16 + t * 4 + pixel]);
                    for (int t = 0; t < 4; t++)
                        moving[channel * 16 + t * 4 + pixel] = values[clip * 48 + channel * 16 + t * 4 + pixel] - mean;
                }
            }

            double deviation = Math.Sqrt(moving.Average(value => value * value));
            for (int i = 0; i < 48; i++)
                Assert.Equal(moving[i] / (deviation + 0.003), result[clip * 48 + i], 1e-4);
        }
    }

    [Fact]
    public void Shuffled_clip_gives_the_shuffled_result()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clips = rand([2, 3, 5, 4, 4], generator: new Generator(2));
        Tensor order = tensor([4L, 2, 0, 1, 3]);

        Tensor shuffledFirst = BackgroundSubtraction.Apply(clips.index_select(2, order));
        Tensor shuffledLast = BackgroundSubtraction.Apply(clips).index_select(2, order);

        Assert.True((shuffledFirst - shuffledLast).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void Still_clip_becomes_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor still = rand([1, 3, 1, 4, 4]).expand(1, 3, 6, 4, 4);

        Assert.True(BackgroundSubtraction.Apply(still).abs().max().item<float>() < 1e-3f);
    }
}
