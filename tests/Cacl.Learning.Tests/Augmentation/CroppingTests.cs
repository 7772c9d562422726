using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class CroppingTests
{
    private static readonly AugmentationOptions Resized = new() { CropArea = new ValueRange(0.3, 1), CropAspect = new ValueRange(0.5, 2) };

    [Fact]
    public void Crops_of_many_sizes_in_one_batch_give_the_numbers_of_torchvision()
    {
        JsonElement fixture = Fixture.Read("crops.json");
        JsonElement[] crops = [.. fixture.GetProperty("crops").EnumerateArray()];
        int edge = fixture.GetProperty("edge").GetInt32();
        const int Frames = 2, Height = 20, Width = 18;
        var pixels = new byte[crops.Length * Frames * Height * Width * 3];
        Array.Fill(pixels, (byte)255);   // what lies beyond a crop must not count
        var draws = new ViewDraw[crops.Length];
        for (int clip = 0; clip < crops.Length; clip++)
        {
            int height = crops[clip].GetProperty("height").GetInt32(), width = crops[clip].GetProperty("width").GetInt32();
            var source = new RawClip([.. crops[clip].GetProperty("pixels").Longs().Select(value => (byte)value)], new FrameSize(width, height));
            for (int frame = 0; frame < Frames; frame++)
                source.Crop(frame, 0, 0, source.Size, pixels.AsSpan((clip * Frames + frame) * Height * Width * 3), Width);
            draws[clip] = new ViewDraw(false, false, []) { Crop = new CropBox(0, 0, width, height) };
        }

        using Tensor resized = ClipAugmenter.Apply(tensor(pixels, [crops.Length, Frames, Height, Width, 3]), draws, edge);

        Assert.Equal([crops.Length, 3, Frames, edge, edge], resized.shape);
        for (int clip = 0; clip < crops.Length; clip++)
            Fixture.AssertClose(crops[clip].GetProperty("resized").Floats(), resized[clip]);
    }

    [Fact]
    public void Sizes_and_middles_are_those_of_torchvision()
    {
        JsonElement fixture = Fixture.Read("crops.json");
        foreach (JsonElement size in fixture.GetProperty("sizes").EnumerateArray())
        {
            long[] crop = size.GetProperty("crop").Longs();
            Assert.Equal(new FrameSize((int)crop[1], (int)crop[0]), CropBox.SizeOf(SizeOf(size), size.GetProperty("area").GetDouble(), size.GetProperty("aspect").GetDouble()));
        }

        foreach (JsonElement middle in fixture.GetProperty("middles").EnumerateArray())
        {
            long[] crop = middle.GetProperty("crop").Longs();
            var range = new ValueRange(middle.GetProperty("least").GetDouble(), middle.GetProperty("most").GetDouble());
            Assert.Equal(new CropBox((int)crop[0], (int)crop[1], (int)crop[2], (int)crop[3]), CropBox.Middle(SizeOf(middle), range));
        }
    }

    [Fact]
    public void Drawn_crops_lie_in_the_frame_with_area_and_aspect_in_range()
    {
        var size = new FrameSize(171, 128);
        var lefts = new HashSet<int>();
        double sum = 0;
        for (int sample = 0; sample < 4000; sample++)
        {
            var random = new SampleRandom(5, 0, sample);
            CropBox crop = CropBox.Draw(Resized, size, 112, ref random);
            Assert.True(crop.Left >= 0 && crop.Top >= 0 && crop.Left + crop.Width <= 171 && crop.Top + crop.Height <= 128);
            double area = crop.Width * crop.Height / (171.0 * 128), aspect = (double)crop.Width / crop.Height;
            Assert.InRange(area, 0.29, 1);
            Assert.InRange(aspect, 0.49, 2.03);
            lefts.Add(crop.Left);
            sum += area;
        }

        Assert.InRange(sum / 4000, 0.5, 0.65);   // below the range's middle: large crops of unlike shape do not fit and are drawn again
        Assert.True(lefts.Count > 80);
    }

    [Fact]
    public void A_range_that_never_fits_takes_the_middle()
    {
        var random = new SampleRandom(5, 0, 0);
        AugmentationOptions wide = Resized with { CropArea = new ValueRange(1, 1), CropAspect = new ValueRange(3, 3) };

        Assert.Equal(new CropBox(0, 12, 48, 16), CropBox.Draw(wide, new FrameSize(48, 40), 32, ref random));
    }

    [Fact]
    public void A_crop_of_the_clips_size_is_copied_bit_by_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = (rand([2, 3, 9, 10, 3], generator: new Generator(3)) * 255).to(uint8);
        var same = new ViewDraw(false, false, []) { Crop = new CropBox(4, 2, 8, 8) };

        Tensor copied = ClipAugmenter.Apply(pixels, [same, same], 8);
        Tensor mapped = ClipAugmenter.Apply(pixels, [same, same with { Crop = new CropBox(0, 0, 9, 8) }], 8);

        Assert.True(copied.eq(ClipAugmenter.ToFloat(pixels.narrow(2, 0, 8).narrow(3, 0, 8))).all().item<bool>());
        Assert.True(copied[0].eq(mapped[0]).all().item<bool>());
        Assert.False(copied[1].eq(mapped[1]).all().item<bool>());
    }

    private static FrameSize SizeOf(JsonElement element) => new(element.GetProperty("width").GetInt32(), element.GetProperty("height").GetInt32());
}
