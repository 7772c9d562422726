namespace Cacl.Clips.Tests;

public sealed class PathTableTests : IDisposable
{
    private readonly ListFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("all.csv", "a.mp4,run\nb.mp4,jump\n")]
    [InlineData("all.csv", "path,label\na.mp4,run\nb.mp4,jump\n")]
    [InlineData("all.csv", "\uFEFF\"Label\" , \"VideoPath\"\r\n\"run\" , \"a.mp4\"\r\njump,b.mp4")]
    [InlineData("all.csv", "id,class,seconds,file\n1,run,2.5,a.mp4\n2,jump,1,b.mp4\n")]
    [InlineData("all.tsv", "a.mp4\trun\nb.mp4\tjump\n")]
    [InlineData("all.tab", "video\tlabel\r\na.mp4\trun\r\n\r\nb.mp4\tjump\r\n")]
    [InlineData("all.csv", "a.mp4, run \n b.mp4 ,jump\n")]
    public void Paths_and_labels_are_found_with_and_without_a_header(string name, string content)
    {
        Assert.Equal(["a.mp4 = run", "b.mp4 = jump"], _files.Show(VideoList.Read(_files.Write(name, content))));
    }

    [Fact]
    public void Quotes_keep_separators_quotes_and_spaces()
    {
        string list = _files.Write("all.csv", "\"a, b.mp4\",\"say \"\"hi\"\"\"\n\" c.mp4\",\"\"\n");
        Assert.Equal(["a, b.mp4 = say \"hi\"", " c.mp4 = -"], _files.Show(VideoList.Read(list)));
        list = _files.Write("all.tsv", "a, b.mp4\tx,y\n\"tab\there.mp4\"\tz\n");
        Assert.Equal(["a, b.mp4 = x,y", "tab\there.mp4 = z"], _files.Show(VideoList.Read(list)));
    }

    [Fact]
    public void Paths_alone_have_no_labels()
    {
        Assert.Equal(["a.mp4 = -", "b.mp4 = -"], _files.Show(VideoList.Read(_files.Write("all.csv", "a.mp4\nb.mp4\n"))));
        Assert.Equal(["a.mp4 = -", "b.mp4 = -"], _files.Show(VideoList.Read(_files.Write("all.csv", "path\na.mp4\nb.mp4\n"))));
    }

    [Fact]
    public void A_label_that_is_called_as_a_column_makes_no_header()
    {
        Assert.Equal(["a.mp4 = file", "b.mp4 = label"], _files.Show(VideoList.Read(_files.Write("all.csv", "a.mp4,file\nb.mp4,label\n"))));
    }

    [Fact]
    public void A_column_split_chooses_the_part()
    {
        string list = _files.Write("all.csv", "path,label,split\na.mp4,run,train\nb.mp4,run,Test\nc.mp4,run,valid\n");
        Assert.Equal(["b.mp4 = run"], _files.Show(VideoList.Read(list, new VideoListOptions { Part = VideoListPart.Test })));
        Assert.Equal(3, VideoList.Read(list).Count);
        string bare = _files.Write("bare.csv", "a.mp4,run\n");
        ListFiles.AssertFault(
            bare, ", line 1: expected a header with path and split, to choose the part Train by, found 'a.mp4,run'.", () => VideoList.Read(bare, new VideoListOptions { Part = VideoListPart.Train }));
    }

    [Theory]
    [InlineData("a.mp4,run\nb.mp4,run,3\n", ", line 2: expected a path and a label, or a header that names the columns path and label, found 3 cells.")]
    [InlineData("path,label\na.mp4\n", ", line 2: expected 2 cells as in the header on line 1, found 1.")]
    [InlineData("path\na.mp4,b\n", ", line 2: expected 1 cell as in the header on line 1, found 2.")]
    [InlineData("a.mp4,run\n,run\n", ", line 2: expected a video's path, found an empty cell.")]
    [InlineData("name,label\na,run\n", ", line 1: expected a header with a column for paths (path, video, video_path, videopath, file, file_name, filename), found 'name,label'.")]
    [InlineData("path,file,label\na,b,c\n", ", line 1: expected one column of the names path, video, video_path, videopath, file, file_name, filename, found 'path' and 'file'.")]
    [InlineData("a.mp4,run\n\"b.mp4,run\n", ", line 2: expected the closing quotes of cell 1 on the same line, found the line's end.")]
    [InlineData("a.mp4,\"run\" fast\n", ", line 1: expected a comma or the line's end after the quotes of cell 2, found 'fast'.")]
    public void A_faulty_row_is_named(string content, string message)
    {
        string list = _files.Write("all.csv", content);
        ListFiles.AssertFault(list, message, () => VideoList.Read(list));
    }

    [Theory]
    [InlineData("all.csv", "filepath,category\na.mp4,run\n", 1, "a video's path, or a header with a column for paths (path, video, video_path, videopath, file, file_name, filename)", "'filepath,category'")]
    [InlineData("all.csv", "run\na.mp4\n", 1, "a video's path, or a header with a column for paths (path, video, video_path, videopath, file, file_name, filename)", "'run'")]
    [InlineData("all.csv", "a.mp4;run\nb.mp4;jump\n", 1, "cells separated by a comma, or a path with a semicolon in double quotes", "'a.mp4;run'")]
    [InlineData("all.csv", "run;a.mp4\n", 1, "cells separated by a comma, or a path with a semicolon in double quotes", "'run;a.mp4'")]
    [InlineData("all.csv", "path;label\na.mp4;run\n", 1, "cells separated by a comma, or a path with a semicolon in double quotes", "'path;label'")]
    [InlineData("all.csv", "path\na.mp4;run\n", 2, "cells separated by a comma, or a path with a semicolon in double quotes", "'a.mp4;run'")]
    [InlineData("all.csv", "a.mp4,run\nb.mp4;jump\n", 2, "cells separated by a comma, or a path with a semicolon in double quotes", "'b.mp4;jump'")]
    [InlineData("all.csv", "a.mp4\trun\n", 1, "cells separated by a comma, or a path with a tab in double quotes", "'a.mp4\trun'")]
    [InlineData("all.tsv", "a.mp4,run\n", 1, "cells separated by a tab, or a path with a comma in double quotes", "'a.mp4,run'")]
    [InlineData("all.csv", "# made by hand\na.mp4,run\n", 1, "a row, as tables have no comments", "'# made by hand'")]
    [InlineData("all.csv", "a.mp4,run\n# b.mp4 is lost\n", 2, "a row, as tables have no comments", "'# b.mp4 is lost'")]
    [InlineData("all.csv", "path\n# first\na.mp4\n", 2, "a row, as tables have no comments", "'# first'")]
    [InlineData("all.csv", "run,a.mp4\n", 1, "the path before the label, or a header that names the columns path and label", "'run,a.mp4'")]
    public void A_line_that_is_no_row_of_the_table_is_refused(string name, string content, int line, string expected, string found)
    {
        string list = _files.Write(name, content);
        ListFiles.AssertFault(list, $", line {line}: expected {expected}, found {found}.", () => VideoList.Read(list));
    }

    [Fact]
    public void A_path_may_begin_as_a_comment_or_hold_another_separator_in_quotes()
    {
        Assert.Equal(["#1.mp4 = run", "# 2.mp4 = -"], _files.Show(VideoList.Read(_files.Write("all.csv", "#1.mp4,run\n# 2.mp4\n"))));
        Assert.Equal(["a;b.mp4 = -", "c;d.mp4 = run"], _files.Show(VideoList.Read(_files.Write("all.csv", "\"a;b.mp4\"\nc;d.mp4,run\n"))));
    }

    [Fact]
    public void A_long_line_is_shown_cut()
    {
        string list = _files.Write("all.csv", "name,label," + new string('x', 200) + "\n");
        ListFiles.AssertFault(
            list, $", line 1: expected a header with a column for paths (path, video, video_path, videopath, file, file_name, filename), found 'name,label,{new string('x', 69)}...'.",
            () => VideoList.Read(list));
    }
}
