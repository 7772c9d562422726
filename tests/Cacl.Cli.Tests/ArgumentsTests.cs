using System.Text.RegularExpressions;
using Cacl.Learning;
using Cacl.Samples.Programs;

namespace Cacl.Cli.Tests;

public sealed class ArgumentsTests
{
    private const string Help = """
        Does something.

          --name TEXT   a text
          --number N    a number
          --loud        a switch
          --help        this text
        """;

    [Fact]
    public void Options_are_read_in_both_spellings_and_operands_between_them()
    {
        Arguments arguments = Arguments.Parse(Help, ["a", "--name", "x y", "--number=-3", "b", "--loud", "--", "--c"]);
        Assert.Equal(["a", "b", "--c"], arguments.Operands);
        Assert.Equal(("x y", -3, true, false), (arguments.Text("--name"), arguments.Number("--number", -5), arguments.Has("--loud"), arguments.Has("--help")));
        Assert.Null(Arguments.Parse(Help, []).Number("--number", 0));
    }

    [Theory]
    [InlineData("There is no option --nam.", "--nam", "x")]
    [InlineData("There is no option -n.", "-n")]
    [InlineData("--name needs a value.", "--name")]
    [InlineData("--name needs a value.", "--name=")]
    [InlineData("--name needs a value.", "--name", "--loud")]
    [InlineData("--loud takes no value, and got 'very'.", "--loud=very")]
    [InlineData("--name is given twice.", "--name", "a", "--name", "b")]
    public void Options_that_there_are_not_are_refused(string message, params string[] line) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Arguments.Parse(Help, line)).Message);

    [Fact]
    public void Values_out_of_their_range_are_refused()
    {
        Arguments arguments = Arguments.Parse(Help, ["--number", "1.5", "--name", "green"]);
        Assert.Equal("--number is 1.5; it must be a whole number from 0 to 9.", Assert.Throws<UsageException>(() => arguments.Number("--number", 0, 9)).Message);
        Assert.Equal("--name is green; it must be one of red, blue.", Assert.Throws<UsageException>(() => arguments.Choice("--name", "red", "blue")).Message);
        Assert.Equal("--name TEXT is missing.", Assert.Throws<UsageException>(() => Arguments.Parse(Help, []).Needed("--name")).Message);
    }

    [Fact]
    public void Every_line_of_help_that_names_an_option_first_is_understood()
    {
        foreach (Command command in Tool.Commands)
        {
            string[] options = [.. Regex.Matches(command.Help, @"^ *(--[a-z0-9-]+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
            Assert.Contains("--help", options);
            Assert.All(options, option => Assert.True(Understood(command, option), $"{command.Name} {option}"));
        }

        static bool Understood(Command command, string option) =>
            new[] { new[] { option }, [option, "1"] }.Any(line =>
            {
                try
                {
                    return Arguments.Parse(command.Help, line).Has(option);
                }
                catch (UsageException)
                {
                    return false;
                }
            });
    }

    [Theory]
    [InlineData("cacl", typeof(CaclOptions))]
    [InlineData("cvrl", typeof(CvrlOptions))]
    [InlineData("cyclecontrast", typeof(CycleContrastOptions))]
    [InlineData("vcop", typeof(VcopOptions))]
    [InlineData("playback-rate", typeof(PlaybackRateOptions))]
    [InlineData("shuffle-and-learn", typeof(ShuffleAndLearnOptions))]
    [InlineData("opn", typeof(OpnOptions))]
    public void The_method_is_chosen_by_its_name(string name, Type options)
    {
        foreach (string preset in new[] { "small", "paper" })
            Assert.IsType(options, TrainOptions("--method", name, "--preset", preset));
        Assert.NotEqual(TrainOptions("--method", name, "--preset", "paper").Clips, TrainOptions("--method", name).Clips);
    }

    [Fact]
    public void Training_takes_its_settings_from_the_command_line()
    {
        string folder = Path.Join(Path.GetTempPath(), "none");
        PretrainingOptions options = TrainOptions("--steps", "7", "--seed", "5", "--device", "cuda:1", "--checkpoints", folder, "--cache", "c", "--index", "i.jsonl");
        Assert.Equal((7, 5, "cuda:1", folder, "c", "i.jsonl"), (options.Steps!.Value, options.Seed, options.Device, options.CheckpointFolder, options.CacheFolder, options.IndexFile));
        Assert.Equal(7, Assert.IsType<CaclOptions>(options).FrameTraining.Steps);
        PretrainingOptions byEpochs = TrainOptions("--epochs", "4");
        Assert.Equal((4, null), (byEpochs.Epochs, byEpochs.Steps));
        Assert.Equal((ComputePrecision.Float32, ComputePrecision.BFloat16), (options.Precision, TrainOptions("--precision", "bfloat16").Precision));
        Assert.Equal("--precision is half; it must be one of float32, tensorfloat32, bfloat16.", Assert.Throws<UsageException>(() => TrainOptions("--precision", "half")).Message);
        Assert.StartsWith("--precision tensorfloat32 needs a GPU", Assert.Throws<UsageException>(() => TrainOptions("--precision", "tensorfloat32")).Message, StringComparison.Ordinal);
        Assert.Equal(ComputePrecision.TensorFloat32, TrainOptions("--precision", "tensorfloat32", "--device", "cuda").Precision);
        CaclOptions batches = Assert.IsType<CaclOptions>(TrainOptions("--batch-size", "12", "--frame-batch-size", "6"));
        Assert.Equal((12, 6), (batches.BatchSize, batches.FrameTraining.BatchSize));
        Assert.Equal("--frame-batch-size goes with --method cacl alone.", Assert.Throws<UsageException>(() => TrainOptions("--method", "cvrl", "--frame-batch-size", "6")).Message);
        Assert.StartsWith("--checkpoints is ", Assert.Throws<UsageException>(() => TrainOptions("--checkpoints", "a\0b")).Message, StringComparison.Ordinal);
        Assert.Equal("--steps and --epochs can't be given together.", Assert.Throws<UsageException>(() => TrainOptions("--steps", "1", "--epochs", "1")).Message);
    }

    private static PretrainingOptions TrainOptions(params string[] line) => TrainCommand.OptionsOf(Arguments.Parse(new TrainCommand().Help, line), Communicator.Single);
}
