using Cacl.Samples.Programs;

namespace Cacl.Cli.Tests;

public sealed class ProgressLineTests
{
    [Fact]
    public void A_terminal_gets_one_line_that_is_rewritten_and_ends_at_the_last()
    {
        var output = new StringWriter { NewLine = "\n" };
        var progress = new ProgressLine(output, isTerminal: true, isQuiet: false);
        progress.Count("Embedding", 1, 3);
        progress.Say("Left out a.avi");
        progress.Count("Embedding", 3, 3);
        Assert.Equal($"Embedding: 1/3\r{new string(' ', 14)}\rLeft out a.avi\nEmbedding: 3/3\n", output.ToString());
    }

    [Fact]
    public void A_pipe_gets_few_lines_the_first_and_the_last_among_them()
    {
        var output = new StringWriter { NewLine = "\n" };
        var progress = new ProgressLine(output, isTerminal: false, isQuiet: false);
        for (int i = 1; i <= 1000; i++)
            progress.Count("Embedding", i, 1000);
        string[] lines = output.ToString().Split('\n');
        Assert.Equal(("Embedding: 1/1000", "Embedding: 1000/1000", ""), (lines[0], lines[^2], lines[^1]));
        Assert.InRange(lines.Length, 3, 100);
    }

    [Fact]
    public void Whoever_wants_quiet_gets_nothing()
    {
        var output = new StringWriter();
        var progress = new ProgressLine(output, isTerminal: true, isQuiet: true);
        progress.Say("Left out a.avi");
        progress.Count("Embedding", 3, 3);
        Assert.Equal("", output.ToString());
    }
}
