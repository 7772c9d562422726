using System.Diagnostics;

namespace LoadedModel;

/// <summary>This program, run by tests.</summary>
public static class FreshProcess
{
    /// <summary>Loads a model in a process of its own, which registers nothing.</summary>
    /// <returns>How it ended, and the lines that it said.</returns>
    public static (int ExitCode, string[] Lines) Load(string model, params IEnumerable<string> videos)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (IEnumerable<string>)[Path.Combine(AppContext.BaseDirectory, "LoadedModel.dll"), model, .. videos])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
