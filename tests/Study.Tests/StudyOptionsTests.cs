using Cacl.Learning;

namespace Cacl.Study.Tests;

public class StudyOptionsTests
{
    [Fact]
    public void Lists_are_taken_apart_and_data_may_be_given_again()
    {
        StudyOptions options = StudyOptions.Parse(["--data", "motion", "--data", "videos/arid", "--seeds", "4, 5,4", "--variants", "cnn,full", "--select", "--budget", "2.5"]);
        Assert.Equal(["motion", "videos/arid"], options.Data);
        Assert.Equal([4, 5], options.Seeds);
        Assert.Equal(["cnn", "full"], options.Variants.Select(variant => variant.Name));
        Assert.Equal((true, 2.5), (options.Select, options.BudgetMinutes));
    }

    [Fact]
    public void Fewer_steps_shorten_the_frame_networks_training_too_and_more_do_not_lengthen_it() =>
        Assert.Equal(
            [(7, 7), (5000, CaclOptions.Small.FrameTraining.Steps)],
            new[] { "7", "5000" }.Select(steps => StudyOptions.Parse(["--steps", steps]).Shared).Select(shared => (shared.Steps!.Value, shared.FrameTraining.Steps)));

    [Theory]
    [InlineData("--seeds 1,x", "--seeds is x; it must be a whole number from 0 to 2147483647.")]
    [InlineData("--seeds ,", "--seeds is ','; it must name one or more, with commas between.")]
    [InlineData("--steps 0", "--steps is 0; it must be a whole number from 1 to 100000000.")]
    [InlineData("--budget -3", "--budget is -3; it must be a number of minutes above 0.")]
    [InlineData("--preset large", "--preset is large; it must be small or paper.")]
    [InlineData("--data --select", "--data needs a value.")]
    [InlineData("--step 3", "There is no option --step.")]
    [InlineData("motion", "'motion' belongs to no option.")]
    public void What_can_not_be_understood_is_refused_in_a_sentence(string arguments, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => StudyOptions.Parse(arguments.Split(' '))).Message);
}
