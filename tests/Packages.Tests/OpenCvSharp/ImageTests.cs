using System.Security.Cryptography;
using OpenCvSharp;

namespace Packages.Tests.OpenCvSharp;

public sealed class ImageTests
{
    // digests of what python3-opencv 4.6 gives; these operations on bytes are exact integer arithmetic
    [Theory]
    [InlineData(InterpolationFlags.Nearest, "81a4b12c23b69879")]
    [InlineData(InterpolationFlags.Linear, "903e2e755e0e2797")]
    [InlineData(InterpolationFlags.Area, "71993d0368b2a914")]
    public void Resize_gives_what_python_opencv_gives(InterpolationFlags interpolation, string digest)
    {
        using Mat source = Pattern();
        using var result = new Mat();
        Cv2.Resize(source, result, new Size(20, 13), 0, 0, interpolation);
        Assert.Equal(new Size(20, 13), result.Size());
        Assert.Equal(digest, Digest(result));
    }

    [Fact]
    public void CvtColor_weighs_the_channels_and_swaps_them()
    {
        using Mat source = Pattern();
        using var gray = new Mat();
        using var swapped = new Mat();
        Cv2.CvtColor(source, gray, ColorConversionCodes.BGR2GRAY);
        Cv2.CvtColor(source, swapped, ColorConversionCodes.BGR2RGB);
        Assert.Equal("cc2014fffa30d447", Digest(gray));
        Assert.Equal(new Vec3b(127, 77, 27), swapped.At<Vec3b>(3, 4));
    }

    [Fact]
    public void WarpAffine_turns_and_scales_about_a_centre()
    {
        using Mat source = Pattern();
        using Mat matrix = Cv2.GetRotationMatrix2D(new Point2f(10.5f, 7.25f), 30, 1.5);
        using var result = new Mat();
        Cv2.WarpAffine(source, result, matrix, new Size(48, 32));
        Assert.Equal(MatType.CV_64FC1, matrix.Type());
        Assert.Equal(1.29903811, matrix.At<double>(0, 0), 1e-7);
        Assert.Equal(5.70697373, matrix.At<double>(1, 2), 1e-7);
        Vec3b pixel = result.At<Vec3b>(10, 20);
        Assert.InRange(pixel.Item0, 103, 107);
        Assert.InRange(pixel.Item2, 203, 207);
    }

    [Fact]
    public void A_jpeg_written_to_memory_reads_back_nearly_equal()
    {
        using var source = new Mat(32, 48, MatType.CV_8UC3, new Scalar(30, 120, 210));
        Cv2.ImEncode(".jpg", source, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 90));
        Assert.Equal([0xFF, 0xD8], jpeg[..2]);
        using Mat decoded = Cv2.ImDecode(jpeg, ImreadModes.Color);
        Scalar mean = Cv2.Mean(decoded);
        Assert.Equal(30, mean.Val0, 4.0);
        Assert.Equal(210, mean.Val2, 4.0);
    }

    [Fact]
    public void Lower_quality_makes_a_smaller_jpeg()
    {
        using Mat source = Pattern();
        Cv2.ImEncode(".jpg", source, out byte[] fine, [(int)ImwriteFlags.JpegQuality, 95]);
        Cv2.ImEncode(".jpg", source, out byte[] coarse, [(int)ImwriteFlags.JpegQuality, 10]);
        Assert.True(coarse.Length < fine.Length / 2, $"{coarse.Length} against {fine.Length} bytes");
    }

    [Fact]
    public void A_png_file_reads_back_equal()
    {
        using var folder = new TemporaryFolder();
        using Mat source = Pattern();
        Assert.True(Cv2.ImWrite(folder.File("a.png"), source));
        using Mat read = Cv2.ImRead(folder.File("a.png"));
        Assert.Equal(Digest(source), Digest(read));
    }

    [Fact]
    public void Bytes_that_are_no_image_decode_to_an_empty_matrix()
    {
        using Mat decoded = Cv2.ImDecode([1, 2, 3, 4], ImreadModes.Color);
        Assert.True(decoded.Empty());
        using Mat missing = Cv2.ImRead("no-such-file.png");
        Assert.True(missing.Empty());
    }

    [Fact]
    public void An_unknown_image_ending_is_an_exception()
    {
        using Mat source = Pattern();
        var fault = Assert.Throws<OpenCVException>(() => Cv2.ImEncode(".nonsense", source, out _));
        Assert.Contains("encoder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flip_rotate_and_blur_move_pixels_as_they_say()
    {
        using var source = new Mat(3, 4, MatType.CV_8UC1, Scalar.All(0));
        source.SetArray<byte>(200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        using var result = new Mat();
        Cv2.Flip(source, result, FlipMode.Y);
        Assert.Equal(200, result.At<byte>(0, 3));
        Cv2.Rotate(source, result, RotateFlags.Rotate90Clockwise);
        Assert.Equal(new Size(3, 4), result.Size());
        Assert.Equal(200, result.At<byte>(0, 2));
        Cv2.GaussianBlur(source, result, new Size(3, 3), 1);
        Assert.InRange(result.At<byte>(0, 1), 20, 60);
    }

    [Fact]
    public void Shapes_are_drawn_where_they_are_told()
    {
        using var image = new Mat(20, 20, MatType.CV_8UC1, Scalar.All(0));
        Cv2.Rectangle(image, new Rect(2, 3, 4, 5), Scalar.All(10), -1);
        Cv2.Circle(image, new Point(14, 14), 3, Scalar.All(20), -1);
        Cv2.Line(image, new Point(0, 19), new Point(5, 19), Scalar.All(30));
        Assert.Equal(10, image.At<byte>(7, 5));
        Assert.Equal(0, image.At<byte>(8, 6));
        Assert.Equal(20, image.At<byte>(14, 17));
        Assert.Equal(30, image.At<byte>(19, 3));
    }

    [Fact]
    public void The_number_of_threads_can_be_set()
    {
        int before = Cv2.GetNumThreads();
        try
        {
            Cv2.SetNumThreads(1);
            Assert.Equal(1, Cv2.GetNumThreads());
        }
        finally
        {
            Cv2.SetNumThreads(before);
        }
    }

    private static Mat Pattern()
    {
        var mat = new Mat(32, 48, MatType.CV_8UC3);
        Span<byte> pixels = mat.AsSpan<byte>();
        for (int i = 0; i < pixels.Length; i++)
        {
            int channel = i % 3, x = i / 3 % 48, y = i / 3 / 48;
            pixels[i] = (byte)(x * 3 + y * 5 + channel * 50);
        }
        return mat;
    }

    private static string Digest(Mat mat) => Convert.ToHexStringLower(SHA256.HashData(mat.AsSpan<byte>()))[..16];
}
