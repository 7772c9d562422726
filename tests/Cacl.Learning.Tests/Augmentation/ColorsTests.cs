using System.Text.Json;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class ColorsTests
{
    [Theory]
    [InlineData("Brightness")]
    [InlineData("Contrast")]
    [InlineData("Saturation")]
    [InlineData("Hue")]
    public void A_change_gives_the_numbers_of_torchvision_for_every_frame(string kind)
    {
        JsonElement fixture = Fixture.Read("colors.json");
        JsonElement change = fixture.GetProperty("changes").GetProperty(kind);
        using Tensor clips = fixture.GetProperty("clips").Tensor(fixture.GetProperty("shape").Longs());
        using Tensor amounts = change.GetProperty("amounts").Tensor(-1, 1, 1, 1, 1);

        using Tensor changed = Colors.Adjust(Enum.Parse<ColorAdjustment>(kind), clips, amounts);

        Fixture.AssertClose(change.GetProperty("clips").Floats(), changed);
    }

    [Fact]
    public void Grayscale_gives_the_numbers_of_torchvision()
    {
        JsonElement fixture = Fixture.Read("colors.json");
        using Tensor clips = fixture.GetProperty("clips").Tensor(fixture.GetProperty("shape").Longs());

        using Tensor gray = Colors.Grayscale(clips);

        Fixture.AssertClose(fixture.GetProperty("grayscale").Floats(), gray);
    }
}
