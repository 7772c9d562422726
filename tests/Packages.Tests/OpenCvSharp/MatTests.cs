using OpenCvSharp;

namespace Packages.Tests.OpenCvSharp;

public sealed class MatTests
{
    [Fact]
    public void A_matrix_tells_its_layout()
    {
        using var mat = new Mat(5, 7, MatType.CV_8UC3, new Scalar(1, 2, 3));
        Assert.Equal((5, 7, 5, 7), (mat.Rows, mat.Cols, mat.Height, mat.Width));
        Assert.Equal(new Size(7, 5), mat.Size());
        Assert.Equal(MatType.CV_8UC3, mat.Type());
        Assert.Equal((3, MatType.CV_8U, 3, 35L, 21L), (mat.Channels(), mat.Depth(), mat.ElemSize(), mat.Total(), mat.Step()));
        Assert.True(mat.IsContinuous());
        Assert.False(mat.Empty());
        Assert.Equal(new Vec3b(1, 2, 3), mat.At<Vec3b>(4, 6));
    }

    [Fact]
    public void A_matrix_without_elements_is_empty()
    {
        using var mat = new Mat();
        Assert.True(mat.Empty());
        Assert.Equal((0, 0, 0L), (mat.Rows, mat.Cols, mat.Total()));
        Assert.Equal(IntPtr.Zero, mat.Data);
    }

    [Fact]
    public void A_part_shares_the_whole_and_a_clone_does_not()
    {
        using var whole = new Mat(6, 6, MatType.CV_8UC1, Scalar.All(0));
        using Mat part = whole[new Rect(2, 1, 3, 4)];
        using Mat copy = part.Clone();
        part.SetTo(Scalar.All(9));
        Assert.Equal((4, 3), (part.Rows, part.Cols));
        Assert.False(part.IsContinuous());
        Assert.True(copy.IsContinuous());
        Assert.Equal(9, whole.At<byte>(1, 2));
        Assert.Equal(9, whole.At<byte>(4, 4));
        Assert.Equal(0, whole.At<byte>(5, 4));
        Assert.Equal(0, whole.At<byte>(1, 1));
        Assert.Equal(0, copy.At<byte>(0, 0));
    }

    [Fact]
    public void A_part_lives_on_after_the_whole()
    {
        var whole = new Mat(600, 600, MatType.CV_8UC1, Scalar.All(7));
        using Mat part = whole[new Rect(100, 100, 3, 3)];
        whole.Dispose();
        Assert.Equal(7, part.At<byte>(2, 2));
    }

    [Fact]
    public void Pixels_of_an_array_are_shared_not_copied()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6];
        using Mat mat = Mat.FromPixelData(2, 3, MatType.CV_8UC1, pixels);
        mat.SetTo(Scalar.All(8));
        Assert.Equal(8, pixels[5]);
    }

    [Fact]
    public void Pixels_at_an_address_are_read_with_their_step()
    {
        byte[] pixels = [1, 2, 3, 99, 4, 5, 6, 99];
        unsafe
        {
            fixed (byte* start = pixels)
            {
                using Mat mat = Mat.FromPixelData(2, 3, MatType.CV_8UC1, (IntPtr)start, 4);
                Assert.Equal(4, mat.At<byte>(1, 0));
                Assert.Equal(4, mat.Step());
                Assert.Equal((IntPtr)start, mat.Data);
            }
        }
    }

    [Fact]
    public void Copying_makes_the_destination_like_the_source()
    {
        using var source = new Mat(3, 4, MatType.CV_32FC1, Scalar.All(0.5));
        using var destination = new Mat(1, 1, MatType.CV_8UC1);
        source.CopyTo(destination);
        Assert.Equal(MatType.CV_32FC1, destination.Type());
        Assert.Equal(0.5f, destination.At<float>(2, 3));
    }

    [Fact]
    public void Arrays_go_in_and_come_out_in_row_order()
    {
        using var mat = new Mat(2, 3, MatType.CV_8UC1);
        Assert.True(mat.SetArray<byte>(1, 2, 3, 4, 5, 6));
        Assert.Equal(4, mat.At<byte>(1, 0));
        using Mat right = mat[new Rect(1, 0, 2, 2)];
        Assert.True(right.GetArray(out byte[] values));
        Assert.Equal([2, 3, 5, 6], values);
    }

    [Fact]
    public void A_fault_in_OpenCV_names_its_cause()
    {
        using var mat = new Mat(4, 4, MatType.CV_8UC1);
        var fault = Assert.Throws<OpenCVException>(() => new Mat(mat, new Rect(2, 2, 9, 9)));
        Assert.Equal(ErrorCode.StsAssert, fault.Status);
        Assert.Contains("roi", fault.Message, StringComparison.Ordinal);
        Assert.Equal(fault.ErrMsg, fault.Message);
        Assert.NotEqual(0, fault.Line);
    }

    [Fact]
    public void A_disposed_matrix_refuses_to_answer()
    {
        var mat = new Mat(4, 4, MatType.CV_8UC1);
        mat.Dispose();
        mat.Dispose();
        Assert.Throws<ObjectDisposedException>(() => mat.Rows);
        using var other = new Mat();
        Assert.Throws<ObjectDisposedException>(() => Cv2.Resize(other, mat, new Size(2, 2)));
    }

    [Theory]
    [InlineData(MatType.CV_8U, 1, 0)]
    [InlineData(MatType.CV_8U, 3, 16)]
    [InlineData(MatType.CV_32F, 1, 5)]
    [InlineData(MatType.CV_64F, 4, 30)]
    public void Types_keep_OpenCVs_numbers(int depth, int channels, int value)
    {
        MatType type = MatType.MakeType(depth, channels);
        Assert.Equal(value, type.Value);
        Assert.Equal((depth, channels), (type.Depth, type.Channels));
    }
}
