namespace Cacl.Cli.Tests;

/// <summary>Takes what the tool says, and presses Ctrl-C at certain words.</summary>
internal sealed class StoppingWriter(string words) : StringWriter
{
    private readonly CancellationTokenSource source = new();

    internal CancellationToken Token => source.Token;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(words, StringComparison.Ordinal) == true)
            source.Cancel();
    }

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }
}
