using System.Text.Json.Nodes;

namespace Cacl.Cli.Tests;

/// <summary>What the tool said, run within the process of the test, and how it ended.</summary>
internal sealed record Said(int ExitCode, string Output, string Error)
{
    internal JsonNode Json => JsonNode.Parse(Output)!;

    internal static Said By(params string[] line) => By(new StringWriter(), CancellationToken.None, line);

    /// <param name="error">Takes progress and faults.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <param name="line">The command line.</param>
    internal static Said By(StringWriter error, CancellationToken cancellation, params string[] line)
    {
        var output = new StringWriter();
        int code = new Tool(output, error, isTerminal: false, cancellation).Run(line);
        return new Said(code, output.ToString(), error.ToString());
    }

    /// <summary>Fails unless the tool ended well.</summary>
    internal Said Well()
    {
        Assert.True(ExitCode == 0, Error);
        return this;
    }

    /// <summary>Fails unless the tool ended with that code and one line after its progress, which is returned without the tool's name.</summary>
    internal string Fault(int code)
    {
        Assert.Equal((code, ""), (ExitCode, Output));
        string[] faults = [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("cacl: ", StringComparison.Ordinal))];
        Assert.EndsWith(Assert.Single(faults) + "\n", Error);
        return faults[0]["cacl: ".Length..];
    }
}
