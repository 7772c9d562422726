namespace Cacl.Clips.Tests;

public class FrameSizeTests
{
    [Theory]
    [InlineData(320, 240, 128, 171, 128)]
    [InlineData(240, 320, 128, 128, 171)]
    [InlineData(100, 100, 112, 112, 112)]
    [InlineData(1280, 720, 64, 114, 64)]
    [InlineData(100_000, 1, 1, 100_000, 1)]
    [InlineData(int.MaxValue, 1, 1000, int.MaxValue, 1000)]
    [InlineData(1, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    public void FitShortSide_keeps_the_shape(int width, int height, int shortSide, int newWidth, int newHeight) =>
        Assert.Equal(new FrameSize(newWidth, newHeight), FrameSize.FitShortSide(width, height, shortSide));

    [Fact]
    public void FitShortSide_refuses_sides_below_1()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameSize.FitShortSide(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameSize.FitShortSide(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameSize.FitShortSide(1, 1, 0));
    }
}
