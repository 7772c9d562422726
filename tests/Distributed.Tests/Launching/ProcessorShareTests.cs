using Cacl.Cli;

namespace Distributed.Tests;

public sealed class ProcessorShareTests
{
    [Theory]
    [InlineData("0-3,8", new[] { 0, 1, 2, 3, 8 })]
    [InlineData("\t5\n", new[] { 5 })]
    [InlineData("", new int[0])]
    public void Lists_of_processors_are_read(string list, int[] processors) => Assert.Equal(processors, ProcessorShare.Read(list));

    [Fact]
    public void Processes_that_are_bound_to_none_share_evenly()
    {
        ProcessorShare.Place[] places = [Place("a", 0..8), Place("a", 0..8), Place("a", 0..8), Place("b", 0..8)];
        Assert.Equal([(2, 0), (2, 1), (2, 2), (8, 0)], Shares(places));
    }

    [Fact]
    public void Processes_that_the_launcher_has_bound_take_what_they_are_bound_to()
    {
        Assert.Equal([(4, 0), (4, 1)], Shares([Place("a", 0..4), Place("a", 4..8)]));
        // Two on a socket each: what both may use is shared.
        Assert.Equal([(2, 0), (2, 1), (4, 2)], Shares([Place("a", 0..4), Place("a", 0..4), Place("a", 4..8)]));
    }

    [Fact]
    public void Nobody_takes_less_than_one_or_more_than_a_container_may_use()
    {
        Assert.Equal([(1, 0), (1, 1), (1, 2)], Shares([Place("a", 0..2), Place("a", 0..2), Place("a", 0..2)]));
        ProcessorShare.Place limited = Place("pod", 0..64) with { Limit = 4 };
        Assert.Equal([(2, 0), (2, 1)], Shares([limited, limited]));
        // Two containers of one machine, each with a limit of its own and GPUs of its own.
        Assert.Equal([(4, 0), (4, 0)], Shares([limited, limited with { Name = "other" }]));
        Assert.Equal([(3, 0), (3, 1)], Shares([new("m", "m", [], 6), new("m", "m", [], 6)]));
    }

    private static (int, int)[] Shares(ProcessorShare.Place[] places) =>
        [.. Enumerable.Range(0, places.Length).Select(rank => ProcessorShare.Of(places, rank)).Select(share => (share.Processors, share.LocalRank))];

    private static ProcessorShare.Place Place(string machine, Range processors) =>
        new(machine, machine, [.. Enumerable.Range(processors.Start.Value, processors.End.Value - processors.Start.Value)], processors.End.Value - processors.Start.Value);
}
