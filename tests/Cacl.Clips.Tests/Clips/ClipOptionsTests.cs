using System.Text.Json;

namespace Cacl.Clips.Tests;

public class ClipOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_released_code()
    {
        var options = new ClipOptions();

        Assert.Equal((16, 2, 128, 112, 31), (options.Frames, options.Interval, options.ShortSide, options.CropSize, options.Span));
        Assert.Null(options.FixedSize);
        Assert.Equal(ShortVideoPolicy.Reject, options.ShortVideos);
        Assert.Equal(VideoSegment.Whole, options.Segment);
        Assert.Empty(FaultsOf(options));
    }

    [Theory]
    [InlineData(320, 240, 171, 128)]
    [InlineData(240, 320, 128, 171)]
    [InlineData(90, 90, 128, 128)]
    public void Frames_keep_their_shape_by_default(int width, int height, int resizedWidth, int resizedHeight)
    {
        Assert.Equal(new FrameSize(resizedWidth, resizedHeight), new ClipOptions().ResizedFrom(width, height));
    }

    [Theory]
    [InlineData(320, 240)]
    [InlineData(240, 320)]
    public void Frames_are_stretched_to_a_fixed_size_whatever_their_shape(int width, int height)
    {
        Assert.Equal(new FrameSize(171, 128), new ClipOptions { FixedSize = new FrameSize(171, 128) }.ResizedFrom(width, height));
    }

    [Fact]
    public void Every_fault_has_its_line()
    {
        var options = new ClipOptions { Frames = 1, Interval = 0, CropSize = 112, FixedSize = new FrameSize(171, 100), ShortSide = 5, ShortVideos = (ShortVideoPolicy)7, LeastReadable = double.NaN };

        Assert.Equal(
            [
                "C.Frames is 1; it must be from 2 to 1024.",
                "C.Interval is 0; it must be from 1 to 1000.",
                "C.FixedSize is 171x100; both sides must be from CropSize (112) to 4096 pixels.",
                "C.ShortVideos is 7; it must be one of Reject, Tile, Hold.",
                "C.LeastReadable is NaN; it must be from 0 to 1.",
            ],
            FaultsOf(options));
        Assert.Equal(["C.ShortSide is 100; it must be from CropSize (112) to 4096 pixels."], FaultsOf(new ClipOptions { ShortSide = 100 }));
    }

    [Fact]
    public void How_files_are_read_is_checked_and_not_saved()
    {
        Assert.Equal(["C.Reading is null."], FaultsOf(new ClipOptions { Reading = null! }));
        Assert.Equal(["C.Reading.MostPixels is 0. A frame has at least one pixel."], FaultsOf(new ClipOptions { Reading = new VideoReadOptions { MostPixels = 0 } }));
        Assert.DoesNotContain("Reading", JsonSerializer.Serialize(new ClipOptions()), StringComparison.Ordinal);
    }

    private static List<string> FaultsOf(ClipOptions options)
    {
        var faults = new List<string>();
        options.CollectFaults("C", faults);
        return faults;
    }
}
