using Cacl.Samples.Programs;

namespace Cacl.Demo.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_are_read_in_both_spellings()
    {
        var options = CommandLine.Parse(["--videos", "a b", "--validate=c=d", "--seed", "7", "--steps=0", "--output", "out", "--checkpoints", "kept", "--quiet"]);

        Assert.Equal(new DemoOptions { Videos = "a b", Validate = "c=d", Seed = 7, Steps = 0, Output = "out", Checkpoints = "kept", Quiet = true }, options);
    }

    [Fact]
    public void Defaults_are_those_that_the_help_names()
    {
        var options = CommandLine.Parse(["--motion", "--textures", "t"]);

        Assert.Equal((1, 40, Path.Combine("artifacts", "demo")), (options.Seed, options.PerClass, options.Output));
        Assert.Null(options.Steps);
        Assert.Contains("--seed N          what all random choices follow from (default 1)", CommandLine.Help);
        Assert.Contains("(default 40)", CommandLine.Help);
        Assert.Contains("(default artifacts/demo)", CommandLine.Help);
        Assert.Contains($"(default {Learning.CaclOptions.Small.Steps})", CommandLine.Help);
    }

    [Theory]
    [InlineData("There is nothing to learn from; give --videos DIR, or --motion --textures DIR.")]
    [InlineData("There is no option --vidoes.", "--vidoes", "x")]
    [InlineData("There is no option --vidoes.", "--vidoes=x")]
    [InlineData("'x' belongs to no option.", "x")]
    [InlineData("--videos needs a value.", "--videos")]
    [InlineData("--videos needs a value.", "--videos=")]
    [InlineData("--videos needs a value.", "--videos", "--quiet")]
    [InlineData("--quiet takes no value, and got 'yes'.", "--videos", "x", "--quiet=yes")]
    [InlineData("--seed is given twice.", "--seed", "1", "--seed", "2")]
    [InlineData("--seed is one; it must be a whole number from 0 to 2147483647.", "--videos", "x", "--seed", "one")]
    [InlineData("--steps is -1; it must be a whole number from 0 to 2147483647.", "--videos", "x", "--steps=-1")]
    [InlineData("--steps is 1.5; it must be a whole number from 0 to 2147483647.", "--videos", "x", "--steps", "1.5")]
    [InlineData("--epochs is 1000001; it must be a whole number from 0 to 1000000.", "--videos", "x", "--epochs", "1000001")]
    [InlineData("--steps and --epochs say the same thing in two ways; give one of them.", "--videos", "x", "--epochs", "1", "--steps", "1")]
    [InlineData("--validate is the folder that is learned from; give another, or none.", "--videos", "x", "--validate", "./x")]
    [InlineData("--motion takes its textures from videos; give --textures DIR.", "--motion")]
    [InlineData("--textures is for --motion.", "--videos", "x", "--textures", "y")]
    [InlineData("--motion renders the videos that it learns from and those that it evaluates on; --videos and --validate can't be given with it. Its textures come from --textures DIR.", "--motion", "--videos", "x")]
    public void A_command_line_that_asks_for_what_can_not_be_is_refused(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => CommandLine.Parse(arguments)).Message);

    [Fact]
    public void The_program_ends_with_2_and_one_line() =>
        Assert.Equal("--seed is one; it must be a whole number from 0 to 2147483647. See --help.", DemoProcess.Run("--videos", "x", "--seed", "one").FaultLine(2));

    [Fact]
    public void Help_is_printed() => Assert.Equal(CommandLine.Help + Environment.NewLine, DemoProcess.Run("--help").Well().Output);
}
