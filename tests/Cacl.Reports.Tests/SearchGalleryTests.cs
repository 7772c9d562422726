using System.Text.RegularExpressions;

namespace Cacl.Reports.Tests;

public sealed class SearchGalleryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cacl-gallery-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Neighbours_are_shown_nearest_first_with_similarity_and_label()
    {
        string html = GalleryOf(Neighbour("far.mp4", .1), Neighbour("near.mp4", .9), Neighbour("middle.mp4", .5)).ToHtml();

        Assert.Equal(["Query: query.mp4, jump", "near.mp4, walk", "middle.mp4, walk", "far.mp4, walk"], Regex.Matches(html, "alt=\"([^\"]*)\"").Select(m => m.Groups[1].Value));
        Assert.Equal(["0.900", "0.500", "0.100"], Regex.Matches(html, "class=\"similarity\">([^<]*)<").Select(m => m.Groups[1].Value));
        Assert.Equal(3, Regex.Count(html, "<b>walk</b><span>(far|near|middle).mp4</span>"));
        Assert.Contains($"data:image/jpeg;base64,{Convert.ToBase64String([1, 2, 3])}\"", html);
        Assert.DoesNotContain("<h3>", html);
    }

    [Fact]
    public void Ticks_and_crosses_are_explained_only_where_there_are_any()
    {
        string plain = GalleryOf(Neighbour("a", .5)).ToHtml();
        string marked = GalleryOf(Neighbour("a", .5) with { IsRight = true }, Neighbour("b", .4) with { IsRight = false }).ToHtml();

        Assert.DoesNotContain("tick", plain);
        Assert.DoesNotContain("class=\"mark\"", plain);
        Assert.Contains("A tick marks", marked);
        Assert.Equal(["right", "wrong"], Regex.Matches(marked, "class=\"mark\" role=\"img\" aria-label=\"([a-z]+)\"").Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Assert.Contains("Nothing was found.", GalleryOf().ToHtml());
        Assert.Contains("There was no query.", new SearchGallery { Title = "t", Rows = [] }.ToHtml());
        Assert.Contains("role=\"img\" aria-label=\"a, walk: no picture\"", GalleryOf(new GalleryNeighbour(new GalleryImage([], "a", "walk"), .5, null)).ToHtml());
    }

    [Fact]
    public void Every_text_is_escaped_and_nothing_is_fetched_or_run()
    {
        const string Hostile = "<script src='http://x'>\"{0}\u0007";
        GalleryImage image = new([1], Hostile, Hostile);
        string html = new SearchGallery
        {
            Title = Hostile,
            Summary = Hostile,
            Notice = Hostile,
            Rows = [new GalleryRow(image, [new GalleryAnswers([new GalleryNeighbour(image, .5, true)], Hostile)])],
        }.ToHtml();

        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain('\u0007', html);
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("<link", html);
        Assert.All(Regex.Matches(html, " src=\"([^\"]*)\"").Select(m => m.Groups[1].Value), source => Assert.StartsWith("data:image/jpeg;base64,", source));
        Assert.Contains("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\"", html);
        // Title twice, summary, notice, the list's title, and of each picture name and label in the alternative text, the caption and its title; the query's name once more.
        Assert.Equal(5 + (2 * 6) + 1, Regex.Count(html, Regex.Escape("&lt;script src=&#39;http://x&#39;&gt;&quot;{0}\uFFFD")));
    }

    [Fact]
    public void Write_replaces_an_older_page_and_leaves_no_other_file()
    {
        string path = Path.Combine(_folder, "gallery.html");
        File.WriteAllText(path, "older");

        GalleryOf().Write(path);

        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path));
        Assert.Equal(["gallery.html"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_that_fails_leaves_no_file()
    {
        string path = Path.Combine(_folder, "gallery.html");
        Directory.CreateDirectory(path);

        Assert.ThrowsAny<Exception>(() => GalleryOf().Write(path));

        Assert.Equal(["gallery.html"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_leaves_another_programs_files_alone_also_when_several_write_at_once()
    {
        string path = Path.Combine(_folder, "gallery.html");
        File.WriteAllText(path + ".tmp", "another's");
        SearchGallery gallery = GalleryOf(Neighbour("a", .5));

        Parallel.For(0, 16, _ => gallery.Write(path));

        Assert.Equal(gallery.ToHtml(), File.ReadAllText(path));
        Assert.Equal("another's", File.ReadAllText(path + ".tmp"));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    private static GalleryNeighbour Neighbour(string name, double similarity) => new(new GalleryImage([1, 2, 3], name, "walk"), similarity, null);

    private static SearchGallery GalleryOf(params GalleryNeighbour[] neighbours) =>
        new() { Title = "Search", Rows = [new GalleryRow(new GalleryImage([9], "query.mp4", "jump"), [new GalleryAnswers(neighbours)])] };
}
