using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cacl.Demo.Tests;

/// <summary>The demo program, or another sample, run as its users run it.</summary>
internal sealed partial class DemoProcess : IDisposable
{
    private const int Interrupt = 2;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    private DemoProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Remove("CACL_TRACE");
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    internal static DemoProcess Start(params IEnumerable<string> arguments) => new(typeof(CommandLine).Assembly.Location, arguments);

    internal static Ended Run(params IEnumerable<string> arguments)
    {
        using var demo = Start(arguments);
        return demo.Wait();
    }

    internal static Ended RunQuickStart(params IEnumerable<string> arguments)
    {
        using var sample = new DemoProcess(Path.Join(AppContext.BaseDirectory, "QuickStart.dll"), arguments);
        return sample.Wait();
    }

    internal bool HasEnded => process.HasExited;

    internal void PressCtrlC() => Assert.Equal(0, Kill(process.Id, Interrupt));

    internal Ended Wait()
    {
        Assert.True(process.WaitForExit(Longest), "The demo does not end.");
        return new Ended(process.ExitCode, output.Result, error.Result);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    internal sealed record Ended(int ExitCode, string Output, string Error)
    {
        /// <summary>Fails unless the program ended well and said nothing on the error stream.</summary>
        internal Ended Well()
        {
            Assert.Equal("", Error);
            Assert.Equal(0, ExitCode);
            return this;
        }

        /// <summary>Fails unless the program ended with that code and one line on the error stream, which it returns.</summary>
        internal string FaultLine(int exitCode, string program = "demo")
        {
            Assert.Equal(exitCode, ExitCode);
            Assert.StartsWith($"{program}: ", Error);
            Assert.EndsWith("\n", Error);
            Assert.Equal(1, Error.Count(c => c == '\n'));
            Assert.DoesNotContain("   at ", Error);
            return Error[(program.Length + 2)..^1];
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
