using System.Diagnostics;

namespace Cacl.Demo.Tests;

/// <summary>A headless Chromium that opens pages from disk.</summary>
internal sealed class Chromium(string program)
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    internal static Chromium OrSkip()
    {
        string? program = Places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "Chromium is not installed, so the report was not looked at in a browser (apt-get install chromium).");
        return new Chromium(program!);
    }

    /// <summary>The page's elements after it was loaded.</summary>
    internal string Dump(string page) => Run("--dump-dom", new Uri(page).AbsoluteUri);

    internal void Screenshot(string page, string png)
    {
        Run("--hide-scrollbars", "--window-size=1200,2400", $"--screenshot={png}", new Uri(page).AbsoluteUri);
        Assert.True(File.Exists(png), "Chromium wrote no screenshot.");
    }

    private string Run(params string[] arguments)
    {
        string profile = Directory.CreateTempSubdirectory("cacl-chromium-").FullName;
        try
        {
            var start = new ProcessStartInfo(program)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            string[] always =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", $"--user-data-dir={profile}",
            ];
            foreach (string argument in always.Concat(arguments))
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "Chromium does not end.");
            Assert.True(process.ExitCode == 0, error.Result);
            return output;
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }
}
