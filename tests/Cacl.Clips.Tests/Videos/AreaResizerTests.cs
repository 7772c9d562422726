using OpenCvSharp;

namespace Cacl.Clips.Tests;

public sealed class AreaResizerTests
{
    [Theory]
    [InlineData(320, 240, 171, 128)]
    [InlineData(340, 256, 170, 128)]
    [InlineData(1280, 720, 171, 128)]
    [InlineData(171, 271, 128, 203)]    // rows in shares of 1/271: their sums take more than 16 bits
    [InlineData(17, 13, 17, 13)]
    [InlineData(17, 13, 17, 5)]
    [InlineData(17, 13, 16, 13)]
    [InlineData(33, 7, 1, 1)]
    [InlineData(5, 900, 3, 2)]
    [InlineData(1, 1, 1, 1)]
    public void A_pixel_is_the_mean_of_the_area_that_it_covers_rounded(int width, int height, int toWidth, int toHeight)
    {
        var (from, to) = (new FrameSize(width, height), new FrameSize(toWidth, toHeight));
        byte[] bgr = Noise(from);
        byte[] rgb = new byte[to.ByteCount];
        Assert.True(AreaResizer.Serves(from, to));
        new AreaResizer(from, to).Resize(bgr, width * 3, rgb);

        for (int y = 0; y < toHeight; y++)
        {
            for (int x = 0; x < toWidth; x++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    long area = (long)width * height, sum = Sum(bgr, from, to, x, y, 2 - channel);
                    Assert.Equal((2 * sum + area) / (2 * area), rgb[(y * toWidth + x) * 3 + channel]);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void A_plain_picture_stays_as_it_is(byte level)
    {
        byte[] bgr = new byte[new FrameSize(1279, 719).ByteCount], rgb = new byte[new FrameSize(227, 128).ByteCount];
        Array.Fill(bgr, level);
        new AreaResizer(new FrameSize(1279, 719), new FrameSize(227, 128)).Resize(bgr, 1279 * 3, rgb);
        Assert.All(rgb, value => Assert.Equal(level, value));
    }

    [Fact]
    public void It_follows_rows_that_lie_apart_and_reads_nothing_between_them()
    {
        var (from, to) = (new FrameSize(20, 9), new FrameSize(7, 4));
        byte[] bgr = Noise(from), apart = new byte[from.Height * 77];
        Array.Fill(apart, (byte)255);
        for (int row = 0; row < from.Height; row++)
            bgr.AsSpan(row * 60, 60).CopyTo(apart.AsSpan(row * 77));
        byte[] expected = new byte[to.ByteCount], rgb = new byte[to.ByteCount];
        var resizer = new AreaResizer(from, to);
        resizer.Resize(bgr, 60, expected);
        resizer.Resize(apart, 77, rgb);
        Assert.Equal(expected, rgb);
    }

    [Theory]
    [InlineData(320, 240, 171, 128)]
    [InlineData(768, 576, 171, 128)]
    public void It_differs_from_OpenCVs_area_interpolation_by_rounding_alone(int width, int height, int toWidth, int toHeight)
    {
        var (from, to) = (new FrameSize(width, height), new FrameSize(toWidth, toHeight));
        byte[] bgr = Noise(from), rgb = new byte[to.ByteCount], expected = new byte[to.ByteCount];
        new AreaResizer(from, to).Resize(bgr, width * 3, rgb);
        using (Mat source = Mat.FromPixelData(height, width, MatType.CV_8UC3, bgr), shrunk = new(), target = Mat.FromPixelData(toHeight, toWidth, MatType.CV_8UC3, expected))
        {
            Cv2.Resize(source, shrunk, new Size(toWidth, toHeight), 0, 0, InterpolationFlags.Area);
            Cv2.CvtColor(shrunk, target, ColorConversionCodes.BGR2RGB);
        }
        for (int i = 0; i < rgb.Length; i++)
            Assert.InRange(rgb[i] - expected[i], -1, 1);
    }

    [Fact]
    public void It_refuses_fewer_bytes_than_a_picture_has()
    {
        var resizer = new AreaResizer(new FrameSize(4, 4), new FrameSize(2, 2));
        var fault = Assert.Throws<ArgumentException>("bgr", () => resizer.Resize(new byte[47], 12, new byte[12]));
        Assert.StartsWith("A picture of 4x4 with rows of 12 bytes takes 48 bytes; here are 47.", fault.Message);
    }

    [Theory]
    [InlineData(100, 100, 101, 50)]
    [InlineData(100, 100, 50, 101)]
    [InlineData(7919, 7907, 128, 127)]
    public void It_serves_neither_growing_pictures_nor_areas_whose_sums_overflow(int width, int height, int toWidth, int toHeight) =>
        Assert.False(AreaResizer.Serves(new FrameSize(width, height), new FrameSize(toWidth, toHeight)));

    /// <summary>The channel's levels under a pixel of the result, in parts of 1 / (width * height) of its area.</summary>
    private static long Sum(byte[] bgr, FrameSize from, FrameSize to, int x, int y, int channel)
    {
        long sum = 0;
        for (int row = y * from.Height / to.Height; row * to.Height < (y + 1) * from.Height; row++)
        {
            long high = Overlap(row, to.Height, y, from.Height);
            for (int column = x * from.Width / to.Width; column * to.Width < (x + 1) * from.Width; column++)
                sum += high * Overlap(column, to.Width, x, from.Width) * bgr[(row * from.Width + column) * 3 + channel];
        }
        return sum;
    }

    private static long Overlap(int source, int sourceLength, int target, int targetLength) =>
        Math.Min((source + 1) * sourceLength, (target + 1) * targetLength) - Math.Max(source * sourceLength, target * targetLength);

    private static byte[] Noise(FrameSize size)
    {
        byte[] pixels = new byte[size.ByteCount];
        SampleRandom random = new(5, size.Width, size.Height);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)random.NextInt(256);
        return pixels;
    }
}
