namespace Cacl.Fuzz.Tests;

public class FuzzOptionsTests
{
    [Fact]
    public void Options_have_defaults_and_are_read_from_the_command_line()
    {
        FuzzOptions options = FuzzOptions.Parse([])!;
        Assert.Equal((20_000, 0, 1), (options.Count, options.First, options.Seed));
        options = FuzzOptions.Parse(["--count", "7", "--seed", "3", "--first", "2", "--videos", "a", "--videos", "b", "--output", "o", "--file", "f"])!;
        Assert.Equal((7, 2, 3, "o", "f"), (options.Count, options.First, options.Seed, options.Output, options.File));
        Assert.Equal(["a", "b"], options.Videos);
        Assert.Null(FuzzOptions.Parse(["--count", "7", "--help"]));
    }

    [Theory]
    [InlineData("There is no option '--speed'.", "--speed", "7")]
    [InlineData("--count takes a whole number from 0, not 'many'.", "--count", "many")]
    [InlineData("--seed takes a whole number from 0, not '-1'.", "--seed", "-1")]
    [InlineData("--count lacks its value.", "--count")]
    public void A_wrong_command_line_is_refused_by_name(string message, params string[] args) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => FuzzOptions.Parse(args)).Message);
}
