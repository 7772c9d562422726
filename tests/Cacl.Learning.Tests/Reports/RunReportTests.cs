using System.Text.RegularExpressions;
using Cacl.Clips;
using Cacl.Reports;

namespace Cacl.Learning.Tests.Reports;

public sealed partial class RunReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-report-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_text_is_escaped()
    {
        const string Hostile = "<script>alert('x')</script>&\"{0}\u0007";
        string html = Full(Hostile).ToHtml();

        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("alert('x')", html);
        Assert.DoesNotContain('\u0007', html);
        Assert.DoesNotContain("&\"{0}", html);
        // Once per text that Full fills at the least: none was swallowed instead of escaped.
        Assert.True(Regex.Count(html, Regex.Escape("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;{0}")) > 20);
    }

    [Fact]
    public void Every_element_is_closed_in_its_order()
    {
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(Full("plain").ToHtml()))
        {
            string name = tag.Groups["name"].Value;
            if (tag.Groups["close"].Length > 0)
                Assert.Equal(open.Pop(), name);
            else if (tag.Groups["self"].Length == 0 && name is not ("meta" or "img"))
                open.Push(name);
        }
        Assert.Empty(open);
    }

    [Fact]
    public void The_page_fetches_nothing_and_runs_nothing()
    {
        string html = Full("plain").ToHtml();

        Assert.DoesNotContain("://", html);
        Assert.DoesNotContain("<link", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("url(", html);
        Assert.All(Regex.Matches(html, "src=\"([^\"]*)\"").Select(m => m.Groups[1].Value), source => Assert.StartsWith("data:image/jpeg;base64,", source));
        Assert.Contains("default-src 'none'", html);
    }

    [Fact]
    public void Sections_come_for_the_parts_that_are_there()
    {
        Assert.Equal(["numbers", "gallery", "map", "history", "degree", "skipped", "settings"], Sections(Full("plain").ToHtml()));
        Assert.Empty(Sections(new RunReport { Title = "Nothing yet" }.ToHtml()));
    }

    [Fact]
    public void Neighbours_are_shown_nearest_first_however_they_come()
    {
        GalleryNeighbour Neighbour(string name, double similarity, bool right) => new(new GalleryImage([1, 2, 3], name, "walk"), similarity, right);
        var row = new GalleryRow(
            new GalleryImage([9], "query.avi", "walk"),
            [
                new([Neighbour("far", .1, false), Neighbour("nearest", .9, true), Neighbour("middle", .5, false)], "Trained"),
                new([Neighbour("other", .3, false), Neighbour("closest", .8, false)], "Untrained"),
            ]);

        string html = new RunReport { Title = "t", Gallery = [row] }.ToHtml();
        string[] shown = [.. Regex.Matches(html, "alt=\"([^\"]*)\"").Select(m => m.Groups[1].Value)];

        Assert.Equal(["Query: query.avi, walk", "nearest, walk", "middle, walk", "far, walk", "closest, walk", "other, walk"], shown);
        string[] marks = [.. Regex.Matches(html, "aria-label=\"(right|wrong)\"").Select(m => m.Groups[1].Value)];
        Assert.Equal(["right", "wrong", "wrong", "wrong", "wrong"], marks);
        Assert.Contains($"base64,{Convert.ToBase64String([9])}\"", html);
    }

    [Fact]
    public void A_measure_shows_trained_beside_untrained_with_its_gain_and_chance()
    {
        string html = new RunReport { Title = "t", KeyNumbers = [new("R@1", .73, .445, .125), new("Classifier", .5, null)] }.ToHtml();

        Assert.Contains("<td class=\"n strong\">73.0 %</td><td class=\"n\">44.5 %</td><td class=\"n\">+28.5</td><td class=\"n\">12.5 %</td>", html);
        Assert.Contains("<td class=\"n strong\">50.0 %</td><td class=\"n\">–</td><td class=\"n\">–</td><td class=\"n\">–</td>", html);
    }

    [Fact]
    public void History_has_a_chart_for_the_loss_and_each_metric_of_each_stage()
    {
        string html = Full("plain").ToHtml();

        Assert.Contains("aria-label=\"Loss over 40 steps, from 10 to 6.1\"", html);
        Assert.Contains("<h3>cacl <span>40 steps</span></h3>", html);
        Assert.Contains("<h3>frame-moco <span>1 step</span></h3>", html);
        Assert.Equal(2, Regex.Count(html, "<figcaption><b>Loss</b>"));
        Assert.Equal(2, Regex.Count(html, "<figcaption><b>plain</b> <span>0"));
    }

    [Fact]
    public void History_without_a_finite_value_is_said_and_not_drawn()
    {
        var step = Step("cacl", 1, double.NaN, "m", double.PositiveInfinity);

        string html = new RunReport { Title = "t", History = [step, step with { Step = 2 }] }.ToHtml();

        Assert.Equal(2, Regex.Count(html, "no finite value"));
        Assert.DoesNotContain("NaN", html);
        Assert.DoesNotContain("class=\"mean\"", html);
    }

    [Fact]
    public void Confusion_shows_each_true_degree_in_percent()
    {
        var confusion = new DegreeConfusion("Trained", [0, 2], "UniformDegree", .5);
        confusion.Add(0, 0, 3);
        confusion.Add(0, 1);
        confusion.Add(1, 1, 4);

        string html = new RunReport { Title = "t", Confusions = [confusion] }.ToHtml();

        Assert.Contains("accuracy 87.5 %, chance 50.0 %, sampler UniformDegree, 8 clips", html);
        Assert.Equal(["75", "25", "0", "100"], Regex.Matches(html, "<td class=\"cell[^>]*>(\\d+)</td>").Select(m => m.Groups[1].Value));
        Assert.Contains("title=\"1 of 4 clips of degree 0 were taken for degree 2\"", html);
    }

    [Fact]
    public void Write_replaces_an_older_page_and_leaves_no_other_file()
    {
        string path = Path.Combine(folder, "report.html");
        File.WriteAllText(path, "older");

        new RunReport { Title = "Newer" }.Write(path);

        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path));
        Assert.Equal(["report.html"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    private static IEnumerable<string> Sections(string html) => Regex.Matches(html, "<section id=\"([a-z]+)\"").Select(m => m.Groups[1].Value);

    private static TrainingProgress Step(string stage, int step, double loss, string metric, double value) =>
        new(stage, 1, 1, step, 40, loss, new Dictionary<string, double> { [metric] = value }, 1e-3, 20, TimeSpan.Zero);

    private static RunReport Full(string text)
    {
        var confusion = new DegreeConfusion(text, [0, 2], text, .5);
        confusion.Add(0, 1);
        var image = new GalleryImage([1], text, text);
        return new RunReport
        {
            Title = text,
            Summary = text,
            Notice = text,
            KeyNumbers = [new(text, .5, .4, .1, text)],
            Facts = [new(text, text)],
            History =
            [
                .. Enumerable.Range(0, 40).Select(i => Step(text == "plain" ? "cacl" : text, i + 1, 10 - .1 * i, text, i / 40.0)),
                Step(text == "plain" ? "frame-moco" : text, 1, 1, text, 0),
            ],
            Confusions = [confusion],
            Gallery = [new(image, [new([new(image, .5, true)], text), new([new(image with { Jpeg = [] }, .5, null)], text)])],
            Maps = [EmbeddingMap.Of(text, [[0, 1], [2, 3]], [text, text], [text, text])],
            Skipped = [new SkippedVideo(text, text)],
            Settings = [new(text, text)],
        };
    }

    [GeneratedRegex("<(?<close>/?)(?<name>[a-z][a-z0-9]*)(\\s[^<>]*?)?(?<self>/?)>")]
    private static partial Regex Tag();
}
