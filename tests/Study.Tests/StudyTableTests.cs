using Cacl.Learning;

namespace Cacl.Study.Tests;

public class StudyTableTests
{
    private static readonly StudyData Data = new("motion", new VideoProtocol("motion", [], []));

    [Fact]
    public void A_row_is_of_a_variant_and_is_held_against_full_seed_by_seed()
    {
        ReportTable table = Tables(Result("cnn", 1, .4), Result("full", 1, .5), Result("cnn", 2, .8), Result("full", 2, .7))[0];
        Assert.Equal("motion: 6 videos to learn from and find, 4 that search; chance 12.5, degree 12.5", table.Title);
        Assert.Equal(["cnn", "2", "60.0 ± 28.3 (40.0–80.0)"], table.Rows[0].Take(3));
        Assert.Equal("0.0 ± 14.1 (-10.0–+10.0)", table.Rows[0][^1]);
        Assert.Equal(("full", "–"), (table.Rows[1][0], table.Rows[1][^1]));
    }

    [Fact]
    public void A_run_that_diverged_is_counted_and_is_in_no_mean()
    {
        ReportTable table = Tables(Result("full", 1, .5), Result("full", 2, null) with { Fault = "It diverged." })[0];
        Assert.Equal(["full", "2, 1 diverged", "50.0"], Assert.Single(table.Rows).Take(3));
    }

    [Fact]
    public void Similarities_stand_beside_those_of_other_videos()
    {
        RunResult result = Result("cnn", 1, .5) with { Pairs = new Dictionary<CaclPositives, PairSimilarity> { [CaclPositives.QueryKey] = new(.75, .25) } };
        Assert.Equal(["cnn", "1", "0.75 / 0.25", "– / –", "– / –", "– / –"], Assert.Single(Tables(result)[1].Rows));
    }

    private static IReadOnlyList<ReportTable> Tables(params RunResult[] results) =>
        new StudyTable(StudyOptions.Parse(["--variants", "cnn,full"]), [Data], results).Tables();

    private static RunResult Result(string variant, int seed, double? recall) => new()
    {
        Data = "motion", Variant = variant, Seed = seed, MeasuredOn = "validate", Settings = "0a", Steps = 5,
        TrainVideos = 6, TestVideos = 4, RecallAt1 = recall, Chance = .125, DegreeChance = .125,
    };
}
