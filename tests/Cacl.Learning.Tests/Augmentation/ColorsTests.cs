using System.Text.Json;
using TorchSharp;
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

        Colors.Adjust(Enum.Parse<ColorAdjustment>(kind), clips, amounts);

        Fixture.AssertClose(change.GetProperty("clips").Floats(), clips);
    }

    [Fact]
    public void Hue_turns_every_corner_and_near_gray_of_the_colour_cube_as_torchvision_does()
    {
        JsonElement fixture = Fixture.Read("hues.json");
        using DisposeScope scope = NewDisposeScope();
        Tensor clip = fixture.GetProperty("clip").Tensor(fixture.GetProperty("shape").Longs());
        float[] turns = fixture.GetProperty("turns").Floats();
        Tensor clips = clip.repeat(turns.Length, 1, 1, 1, 1);

        Colors.Adjust(ColorAdjustment.Hue, clips, tensor(turns).view(-1, 1, 1, 1, 1));

        for (int i = 0; i < turns.Length; i++)
            Fixture.AssertClose(fixture.GetProperty("turned")[i].Floats(), clips[i], 3e-6);
    }

    [Fact]
    public void Grayscale_gives_the_numbers_of_torchvision()
    {
        JsonElement fixture = Fixture.Read("colors.json");
        using Tensor clips = fixture.GetProperty("clips").Tensor(fixture.GetProperty("shape").Longs());

        Colors.Grayscale(clips);

        foreach (int channel in new[] { 0, 1, 2 })
            Fixture.AssertClose(fixture.GetProperty("grayscale").Floats(), clips.narrow(1, channel, 1));
    }
}
