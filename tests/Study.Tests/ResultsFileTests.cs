using Cacl.Learning;

namespace Cacl.Study.Tests;

public sealed class ResultsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-study-").FullName;

    private string FilePath => Path.Join(folder, "results.jsonl");

    [Fact]
    public void What_is_added_is_read_again_with_every_figure()
    {
        RunResult result = Result(1) with { RecallAt1 = .625, Pairs = new Dictionary<CaclPositives, PairSimilarity> { [CaclPositives.QueryKey] = new(.75, null) } };
        new ResultsFile(FilePath).Add(result);
        new ResultsFile(FilePath).Add(Result(2) with { Fault = "It diverged." });
        List<RunResult> read = new ResultsFile(FilePath).Read();
        Assert.Equal(2, read.Count);
        Assert.Equal(result with { Pairs = read[0].Pairs }, read[0]);
        Assert.Equal(result.Pairs, read[0].Pairs);
        Assert.Equal(Result(2) with { Fault = "It diverged.", Pairs = read[1].Pairs }, read[1]);
    }

    [Fact]
    public void A_last_line_that_was_not_written_to_its_end_is_cut_off_and_the_next_begins_a_line()
    {
        var file = new ResultsFile(FilePath);
        file.Add(Result(1));
        File.AppendAllText(FilePath, "{\"data\":\"mot");
        Assert.Single(file.Read());
        file.Add(Result(2));
        Assert.Equal([1, 2], file.Read().Select(result => result.Seed));
    }

    [Fact]
    public void A_whole_line_that_is_no_result_is_named()
    {
        new ResultsFile(FilePath).Add(Result(1));
        File.AppendAllText(FilePath, "nothing\n");
        Assert.StartsWith($"{FilePath}, line 2 is no result: ", Assert.Throws<InvalidDataException>(() => new ResultsFile(FilePath).Read()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static RunResult Result(int seed) => new() { Data = "motion", Variant = "full", Seed = seed, MeasuredOn = "validate", Settings = "0a", Steps = 5 };
}
