using System.Diagnostics;

namespace Cacl.Clips.Tests;

/// <summary>Runs an explicit test method of this assembly in a process of its own.</summary>
internal static class OwnProcess
{
    /// <summary>Starts it.</summary>
    /// <param name="method">A method of T.</param>
    /// <param name="variables">Of its environment; null removes one.</param>
    /// <param name="underLimit">What a shell does before it; null: no shell.</param>
    public static Process Start<T>(string method, IReadOnlyDictionary<string, string?> variables, string? underLimit = null)
    {
        string host = Environment.ProcessPath!;
        string[] command = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, typeof(T).Assembly.Location] : [host];
        string[] limited = underLimit is null ? command : ["/bin/bash", "-c", underLimit + "; exec \"$@\"", "bash", .. command];
        ProcessStartInfo start = new(limited[0], [.. limited[1..], "-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(T).FullName}.{method}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for its end, which must be one without a fault.</summary>
    /// <returns>What it wrote on standard error.</returns>
    public static async Task<string> AssertPasses(Process process)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> said = process.StandardOutput.ReadToEndAsync(cancellation);
        string faults = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, await said + faults);
        Assert.Contains("Total: 1,", await said);
        return faults;
    }
}
