namespace Cacl.Demo.Tests;

public sealed class ReportTests(ClassesRun run) : IClassFixture<ClassesRun>
{
    [Fact]
    public void The_report_shows_its_gallery_in_a_browser()
    {
        var browser = Chromium.OrSkip();
        string report = run.Folder["out/report.html"];

        string page = browser.Dump(report);
        Assert.Contains("<section id=\"gallery\">", page);
        Assert.Contains("<section id=\"history\">", page);
        Assert.Contains("<section id=\"degree\">", page);
        // Six queries, each with six neighbours of either network.
        Assert.Equal(6 + 6 * 12, page.Split("<img src=\"data:image/jpeg;base64,/9j/").Length - 1);

        string picture = run.Folder["report.png"];
        browser.Screenshot(report, picture);
        Assert.True(PngColours.Count(picture) > 200, "The page shows next to nothing.");
    }
}
