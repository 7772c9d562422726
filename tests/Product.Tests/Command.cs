using System.Diagnostics;

namespace Cacl.Product.Tests;

/// <summary>A command, run as a person runs it, in a folder.</summary>
internal static class Command
{
    /// <summary>Runs the command to its end and gives its exit code and all that it said.</summary>
    internal static async Task<(int ExitCode, string Output)> Run(string folder, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // A process that outlives the command would hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["OPENCV_FFMPEG_LOGLEVEL"] = "-8";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs dotnet, fails where it does, and gives what it said.</summary>
    internal static async Task<string> Dotnet(string folder, params IEnumerable<string> arguments)
    {
        (int exitCode, string output) = await Run(folder, "dotnet", arguments);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }
}
