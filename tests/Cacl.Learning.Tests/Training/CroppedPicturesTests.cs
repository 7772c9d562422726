using Cacl.Clips;

namespace Cacl.Learning.Tests;

public class CroppedPicturesTests
{
    [Fact]
    public void A_batch_may_be_larger_than_an_array_can_be()
    {
        // CVRL's: 1024 videos, 2 views, 16 frames of 224 x 224 pixels are 4.9 GB. Only one clip is put in.
        ViewDraw[][] draws = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Repeat(Draw(new CropBox(0, 0, 224, 224)), 1024).ToArray())];
        var pictures = new CroppedPictures(draws, 1024, 16, 224, areResized: false);

        pictures.Add(1023, new RawClip(new byte[16 * 224 * 224 * 3], new FrameSize(224, 224)));

        byte[][][] pixels = pictures.ToPixels();
        Assert.Equal([1024, 1024], pixels.Select(view => view.Length));
        Assert.Equal(16 * 224 * 224 * 3, pixels[1][1023].Length);
    }

    [Fact]
    public void Crops_that_are_too_large_together_are_refused_by_the_options_that_make_them()
    {
        ViewDraw[][] draws = [[Draw(new CropBox(0, 0, 4000, 100)), Draw(new CropBox(0, 0, 100, 4000))]];
        var pictures = new CroppedPictures(draws, 2, 64, 112, areResized: true);

        var exception = Assert.Throws<InvalidDataException>(pictures.ToPixels);

        Assert.Equal($"Clips of 64 frames with crops of up to 4000 x 4000 pixels take 3072000000 bytes, and {Array.MaxLength} at a time are possible; lower Frames or ShortSide.", exception.Message);
    }

    private static ViewDraw Draw(CropBox crop) => new(false, false, []) { Crop = crop };
}
