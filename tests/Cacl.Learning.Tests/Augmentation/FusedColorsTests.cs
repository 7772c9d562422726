using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class FusedColorsTests
{
    private const int Frames = 3;

    [Theory]
    [InlineData("Cacl", 16)]
    [InlineData("Cacl", 13)]
    [InlineData("CvrlFirstView", 16)]
    [InlineData("CvrlFirstView", 13)]
    public void Every_order_of_every_choice_of_changes_gives_what_the_operators_give(string list, int edge)
    {
        AugmentationOptions options = list == "Cacl" ? AugmentationOptions.Cacl : AugmentationOptions.CvrlFirstView;
        var random = new SampleRandom(21, 0, edge);
        var draws = new List<ViewDraw>();
        foreach (ColorAdjustment[] kinds in Arrangements([]))
        {
            foreach (bool grayscale in new[] { false, true })
            {
                foreach (double part in new[] { -1, 2 * random.NextDouble() - 1, 1 })   // both ends of the range and something between
                {
                    var adjustments = kinds.Select(kind => (kind, AmountOf(kind, options, part)));
                    draws.Add(new ViewDraw(random.NextBool(0.5), grayscale, [.. adjustments]) { Crop = new CropBox(0, 0, edge, edge) });
                }
            }
        }

        Assert.Equal(65 * 6, draws.Count);
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = Pixels(draws.Count, edge + 2, edge + 5);
        AssertSame(pixels, [.. draws], edge);
    }

    [Theory]
    [InlineData(112, 112)]    // a tile of 9 rows, a last one of 4
    [InlineData(33, 47)]      // pixels of a tile, and of the last, that fill no whole vectors
    [InlineData(5, 700)]      // one row a tile
    [InlineData(2, 1501)]     // a row that is longer than a tile
    [InlineData(1, 1)]
    public void Pictures_of_any_size_are_changed_to_their_last_pixel(int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        ViewDraw[] draws = [.. Enumerable.Range(0, 12).Select(i =>
        {
            var random = new SampleRandom(22, 0, i);
            return ViewDraw.From(AugmentationOptions.CvrlFirstView with { JitterProbability = 1, BlurProbability = 0 }, ref random);
        })];
        Assert.True(draws.Select(draw => draw.Flip).Distinct().Count() == 2 && draws.Select(draw => draw.Grayscale).Distinct().Count() == 2);

        AssertSame(Pixels(draws.Length, height, width), draws, 0);
    }

    [Fact]
    public void Corners_and_grays_of_the_colour_cube_turn_as_the_operators_turn_them()
    {
        byte[] levels = [0, 1, 127, 128, 254, 255];
        byte[] colours = [.. from red in levels from green in levels from blue in levels from channel in (byte[])[red, green, blue] select channel];
        using DisposeScope scope = NewDisposeScope();
        ViewDraw[] draws = [.. Enumerable.Range(-12, 25).Select(turn => new ViewDraw(false, false, [(ColorAdjustment.Hue, turn / 24.0)]))];
        Tensor pixels = tensor(colours, [1, 1, 12, 18, 3]).repeat(draws.Length, 1, 1, 1, 1);

        AssertSame(pixels, draws, 0);
    }

    [Fact]
    public void A_flat_bright_clip_keeps_the_mean_that_contrast_needs()
    {
        // The sum over a frame must not lose what single floats lose when they add up 150,000 pixels one by one.
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = full([1, 1, 400, 380, 3], 253, dtype: uint8);

        Tensor varied = ClipAugmenter.Apply(pixels, [new ViewDraw(false, false, [(ColorAdjustment.Contrast, 0.0)])], 0);

        Assert.True((varied - 253 / 255f * 0.9999f).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void Threads_share_the_frames_and_change_no_number()
    {
        using DisposeScope scope = NewDisposeScope();
        var random = new SampleRandom(23, 0, 0);
        Tensor pixels = Pixels(1, 20, 24, 16);
        ViewDraw[] draws = [ViewDraw.From(AugmentationOptions.Cacl with { JitterProbability = 1 }, new FrameSize(24, 20), 19, ref random)];
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            Tensor alone = ClipAugmenter.Apply(pixels, draws, 19);
            set_num_threads(4);
            Assert.True(ClipAugmenter.Apply(pixels, draws, 19).eq(alone).all().item<bool>());
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static double AmountOf(ColorAdjustment kind, AugmentationOptions options, double part) => kind switch
    {
        ColorAdjustment.Brightness => 1 + part * options.Brightness,
        ColorAdjustment.Contrast => 1 + part * options.Contrast,
        ColorAdjustment.Saturation => 1 + part * options.Saturation,
        _ => part * options.Hue,
    };

    /// <summary>What is begun, and all that it may go on with: every order of every choice.</summary>
    private static IEnumerable<ColorAdjustment[]> Arrangements(ColorAdjustment[] begun) =>
        Enum.GetValues<ColorAdjustment>().Except(begun).SelectMany(next => Arrangements([.. begun, next])).Prepend(begun);

    private static Tensor Pixels(int clips, int height, int width, int frames = Frames) =>
        (rand([clips, frames, height, width, 3], generator: new Generator(24)) * 256).to(uint8);

    private static void AssertSame(Tensor pixels, ViewDraw[] draws, int edge)
    {
        Tensor fused = ClipAugmenter.Apply(pixels, draws, edge, fused: true), operators = ClipAugmenter.Apply(pixels, draws, edge, fused: false);

        Assert.Equal(operators.shape, fused.shape);
        Tensor differ = (fused - operators).abs().amax([1, 2, 3, 4]);
        for (int clip = 0; clip < draws.Length; clip++)
            Assert.True(differ[clip].item<float>() < 1e-5f, $"{string.Join(", ", draws[clip].Adjustments)}, flip {draws[clip].Flip}, gray {draws[clip].Grayscale}: {differ[clip].item<float>()}");
    }
}
