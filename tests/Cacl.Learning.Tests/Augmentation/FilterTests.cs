using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class FilterTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(23)]
    public void Blur_gives_the_numbers_of_torchvision_for_every_frame(int kernel)
    {
        JsonElement fixture = Fixture.Read("filters.json");
        using Tensor clips = fixture.GetProperty("clips").Tensor(fixture.GetProperty("shape").Longs());
        ViewDraw[] draws = [.. fixture.GetProperty("sigmas").Floats().Select(sigma => new ViewDraw(false, false, []) { BlurKernel = kernel, BlurSigma = sigma })];

        using Tensor blurred = Blur.Apply(clips, draws);

        Fixture.AssertClose(fixture.GetProperty("blurs").GetProperty(kernel.ToString()).Floats(), blurred);
    }

    [Fact]
    public void Blur_keeps_one_value_everywhere_even_where_the_kernel_is_wider_than_the_picture()
    {
        using Tensor clips = full([1, 3, 2, 5, 1], 0.25f);

        using Tensor blurred = Blur.Apply(clips, [new ViewDraw(false, false, []) { BlurKernel = 23, BlurSigma = 50 }]);

        Fixture.AssertClose([.. Enumerable.Repeat(0.25f, 30)], blurred);
    }

    [Fact]
    public void Solarisation_gives_the_numbers_of_torchvision_for_every_frame()
    {
        JsonElement fixture = Fixture.Read("filters.json");
        using Tensor clips = fixture.GetProperty("clips").Tensor(fixture.GetProperty("shape").Longs());
        using Tensor thresholds = fixture.GetProperty("thresholds").Tensor(-1, 1, 1, 1, 1);

        Colors.Solarize(clips, thresholds);

        Fixture.AssertClose(fixture.GetProperty("solarized").Floats(), clips);
    }
}
