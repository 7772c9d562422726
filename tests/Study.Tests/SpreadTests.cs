namespace Cacl.Study.Tests;

public class SpreadTests
{
    [Fact]
    public void The_deviation_is_a_samples_and_missing_figures_are_left_out() =>
        Assert.Equal(new Spread(3, 4, 2, 2, 6), Spread.Of([2, null, 4, 6]));

    [Fact]
    public void Of_one_figure_there_is_no_deviation() =>
        Assert.Equal("41.5", Spread.Of([.415])!.ToText(100, "0.0"));

    [Fact]
    public void Of_several_mean_deviation_and_range_are_told() =>
        Assert.Equal("40.0 ± 20.0 (20.0–60.0)", Spread.Of([.2, .4, .6])!.ToText(100, "0.0"));

    [Fact]
    public void A_difference_has_its_sign_and_its_deviation_has_none() =>
        Assert.Equal("+5.0 ± 14.1 (-5.0–+15.0)", Spread.Of([-.05, .15])!.ToText(100, "+0.0;-0.0;0.0"));

    [Fact]
    public void Of_none_there_is_none() => Assert.Null(Spread.Of([null, null]));
}
