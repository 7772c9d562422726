using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class ClipAugmenterTests
{
    public static TheoryData<string> Lists => ["Cacl", "CvrlFirstView", "CvrlSecondView"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whole_views_have_the_numbers_of_torchvision_on_every_frame(bool fused)
    {
        JsonElement fixture = Fixture.Read("views.json");
        int edge = fixture.GetProperty("edge").GetInt32();
        // A batch holds crops of one size, or all of them among what must not count.
        foreach (var batch in fixture.GetProperty("views").EnumerateArray().GroupBy(view => DrawOf(view).Crop == new CropBox(0, 0, edge, edge)))
        {
            using DisposeScope scope = NewDisposeScope();
            ViewDraw[] draws = [.. batch.Select(DrawOf)];
            Tensor pixels = full([draws.Length, 2, batch.Key ? edge : 20, batch.Key ? edge : 24, 3], 255, dtype: uint8);
            foreach ((int clip, JsonElement view) in batch.Index())
            {
                CropBox crop = draws[clip].Crop.GetValueOrDefault();
                Tensor own = tensor(view.GetProperty("pixels").Longs()).to(uint8).view(2, crop.Height, crop.Width, 3);
                pixels[clip].narrow(1, 0, crop.Height).narrow(2, 0, crop.Width).copy_(own);
            }

            Tensor varied = ClipAugmenter.Apply(pixels, draws, edge, fused);

            foreach ((int clip, JsonElement view) in batch.Index())
                Fixture.AssertClose(view.GetProperty("view").Floats(), varied[clip]);
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Equal_frames_stay_equal_under_every_draw(string list)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor frame = (rand([1, 1, 20, 22, 3], generator: new Generator(5)) * 255).to(uint8);
        Tensor pixels = frame.expand(40, 4, 20, 22, 3).contiguous();
        ViewDraw[] draws = Draws(40, list);

        Tensor varied = ClipAugmenter.Apply(pixels, draws, 13);

        // Matrix products, which resize and blur, may round one frame's sums in another order than the next one's.
        float differ = (varied - varied.narrow(2, 0, 1)).abs().max().item<float>();
        Assert.True(list == "Cacl" ? differ == 0 : differ < 1e-6f, $"{differ}");
        Assert.True(draws.Any(draw => draw.Flip) && draws.Any(draw => draw.Grayscale) && draws.Any(draw => draw.Adjustments.Length == 4));
        Assert.Equal(list != "Cacl", draws.Any(draw => draw.BlurKernel > 0));
        Assert.Equal(list == "CvrlSecondView", draws.Any(draw => draw.SolarizeThreshold is not null));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Clips_one_by_one_and_all_together_are_the_same(string list)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = (rand([12, 2, 20, 22, 3], generator: new Generator(6)) * 255).to(uint8);
        ViewDraw[] draws = [.. Draws(12, list).Select(draw => draw with { SolarizeThreshold = null })];   // no threshold that rounding might cross

        Tensor alone = ClipAugmenter.Apply(pixels, draws, 13, fused: true);
        Tensor all = ClipAugmenter.Apply(pixels, draws, 13, fused: false);

        Assert.True((all - alone).abs().max().item<float>() < 1e-5f);
        for (int clip = 0; clip < 12; clip++)
            Assert.True(alone[clip].eq(ClipAugmenter.Apply(pixels.narrow(0, clip, 1), [draws[clip]], 13)[0]).all().item<bool>());
    }

    [Fact]
    public void A_draw_for_each_frame_makes_each_frame_a_clip_of_its_own()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = (rand([3, 4, 20, 22, 3], generator: new Generator(7)) * 255).to(uint8);
        ViewDraw[] draws = Draws(12, "CvrlSecondView");

        Tensor varied = ClipAugmenter.Apply(pixels, draws, 13);

        Assert.Equal([3, 3, 4, 13, 13], varied.shape);
        for (int i = 0; i < 12; i++)
        {
            Tensor frame = ClipAugmenter.Apply(pixels.narrow(0, i / 4, 1).narrow(1, i % 4, 1), [draws[i]], 13);
            Assert.True(varied.narrow(0, i / 4, 1).narrow(2, i % 4, 1).eq(frame).all().item<bool>());
        }

        draws = [.. draws.Select(draw => draw with { SolarizeThreshold = null })];
        Tensor together = ClipAugmenter.Apply(pixels, draws, 13, fused: false);
        Assert.True((together - ClipAugmenter.Apply(pixels, draws, 13)).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void The_bytes_stay_as_they_are()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = (rand([12, 2, 20, 22, 3], generator: new Generator(8)) * 255).to(uint8), before = pixels.clone();

        ClipAugmenter.Apply(pixels, Draws(12, "CvrlFirstView"), 13);

        Assert.True(pixels.eq(before).all().item<bool>());
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

    private static ViewDraw DrawOf(JsonElement view)
    {
        JsonElement threshold = view.GetProperty("threshold");
        var adjustments = view.GetProperty("adjustments").EnumerateArray().Select(pair => (Enum.Parse<ColorAdjustment>(pair[0].GetString()!), pair[1].GetDouble()));
        return new ViewDraw(view.GetProperty("flip").GetBoolean(), view.GetProperty("gray").GetBoolean(), [.. adjustments])
        {
            Crop = new CropBox(0, 0, view.GetProperty("width").GetInt32(), view.GetProperty("height").GetInt32()),
            BlurKernel = view.GetProperty("kernel").GetInt32(),
            BlurSigma = view.GetProperty("sigma").GetDouble(),
            SolarizeThreshold = threshold.ValueKind == JsonValueKind.Null ? null : threshold.GetDouble(),
        };
    }

    /// <summary>Draws for pictures of 20 x 22 and an edge of 13.</summary>
    private static ViewDraw[] Draws(int count, string list)
    {
        AugmentationOptions options = list switch
        {
            "Cacl" => AugmentationOptions.Cacl,
            "CvrlFirstView" => AugmentationOptions.CvrlFirstView,
            _ => AugmentationOptions.CvrlSecondView,
        };
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var random = new SampleRandom(3, 0, i);
            return ViewDraw.From(options, new FrameSize(22, 20), 13, ref random);
        })];
    }
}
