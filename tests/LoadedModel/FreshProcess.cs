using System.Diagnostics;

namespace LoadedModel;

/// <summary>This program, run by tests.</summary>
public static class FreshProcess
{
    /// <summary>Loads a model in a process of its own, which registers nothing.</summary>
    /// <returns>How it ended, and the lines that it said.</returns>
    /// <exception cref="InvalidOperationException">It left temporary files.</exception>
    public static (int ExitCode, string[] Lines) Load(string model, params IEnumerable<string> videos)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (IEnumerable<string>)[Path.Combine(AppContext.BaseDirectory, "LoadedModel.dll"), model, .. videos])
            start.ArgumentList.Add(argument);
        string temporary = Directory.CreateTempSubdirectory("cacl-loaded-").FullName;
        start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = temporary;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";   // else the runtime has files there too
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] left = Directory.GetFiles(temporary);
        Directory.Delete(temporary, recursive: true);
        if (left.Length > 0)
            throw new InvalidOperationException($"The process left {string.Join(", ", left)}.");
        return (process.ExitCode, said.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
