using System.Diagnostics;

namespace Cacl.Learning.Tests;

/// <summary>ONNX's own checker, of Debian's python3-onnx.</summary>
internal static class OnnxChecker
{
    private const int NotInstalled = 3;

    // Debian's packages belong to Debian's Python, which need not be the first on the path.
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Checks files; skips the test where there is no checker.</summary>
    /// <returns>A line for each file: its path, the version of its operator set, and the operators in it.</returns>
    public static string[] Check(params IEnumerable<string> paths)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Export", "check_onnx.py");
        using Process checker = Start([script, .. paths]);
        Task<string> faults = checker.StandardError.ReadToEndAsync();
        string said = checker.StandardOutput.ReadToEnd();
        checker.WaitForExit();
        Assert.SkipWhen(checker.ExitCode == NotInstalled, "ONNX's checker is not installed (Debian: python3-onnx).");
        Assert.True(checker.ExitCode == 0, faults.Result);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no Python to run ONNX's checker with.");
            throw;
        }
    }
}
