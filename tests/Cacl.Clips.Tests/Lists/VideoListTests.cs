using System.Text;

namespace Cacl.Clips.Tests;

public sealed class VideoListTests : IDisposable
{
    private readonly ListFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Relative_paths_start_from_the_lists_folder_or_the_given_root_and_absolute_ones_stay()
    {
        string elsewhere = Path.GetFullPath(Path.Join(Path.GetTempPath(), "elsewhere", "x.mp4"));
        string list = _files.Write("lists/all.csv", $"a/b.mp4,run\n{elsewhere},jump\n");

        Assert.Equal([new VideoEntry(Path.Join(_files.Root, "lists", "a/b.mp4"), "run"), new VideoEntry(elsewhere, "jump")], VideoList.Read(list));
        Assert.Equal([new VideoEntry(Path.Join("some root", "a/b.mp4"), "run"), new VideoEntry(elsewhere, "jump")], VideoList.Read(list, "some root"));
    }

    [Fact]
    public void A_repeated_video_is_listed_once_where_it_is_first_named()
    {
        string list = _files.Write("all.csv", $"a.mp4,run\nb.mp4,jump\n./x/../a.mp4,run\n{_files["b.mp4"]},jump\n");
        Assert.Equal(["a.mp4 = run", "b.mp4 = jump"], _files.Show(VideoList.Read(list)));
    }

    [Fact]
    public void A_video_of_two_labels_is_refused_with_both_lines()
    {
        string list = _files.Write("all.csv", "a.mp4,run\nb.mp4,jump\n\nx/../a.mp4,jump\n");
        ListFiles.AssertFault(list, ", line 4: expected the label 'run' for 'x/../a.mp4' as on line 1, found the label 'jump'.", () => VideoList.Read(list));
        list = _files.Write("half.csv", "a.mp4,run\na.mp4\n");
        ListFiles.AssertFault(list, ", line 2: expected the label 'run' for 'a.mp4' as on line 1, found no label.", () => VideoList.Read(list));
    }

    [Fact]
    public void Letters_beyond_ascii_spaces_and_any_line_ends_are_read_with_and_without_a_byte_order_mark()
    {
        foreach (string end in new[] { "\n", "\r\n", "\r" })
        {
            foreach (string mark in new[] { "", "\uFEFF" })
            {
                string list = _files.Write("all.csv", mark + string.Join(end, "Tür auf/fête 1.mp4,Öffnen", "", "走る/動画 🎬.mkv,走る", ""));
                Assert.Equal(["Tür auf/fête 1.mp4 = Öffnen", "走る/動画 🎬.mkv = 走る"], _files.Show(VideoList.Read(list)));
            }
        }
    }

    [Fact]
    public void Text_that_is_not_utf_8_is_refused_with_its_line()
    {
        string list = _files["all.csv"];
        File.WriteAllBytes(list, [.. "a.mp4,run\r\nT"u8, 0xFC, .. "r.mp4,run\r\n"u8]);
        ListFiles.AssertFault(list, ", line 2: expected text in UTF-8, found the byte FC, which is not.", () => VideoList.Read(list));
        File.WriteAllBytes(list, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("a.mp4,run\n")]);
        ListFiles.AssertFault(list, ", line 1: expected text in UTF-8, found the byte order mark of UTF-16.", () => VideoList.Read(list));
        File.WriteAllBytes(list, [.. "a.mp4,run\nb"u8, 0, .. ".mp4,run\n"u8]);
        ListFiles.AssertFault(list, ", line 2: expected text in UTF-8, found a byte of 0.", () => VideoList.Read(list));
    }

    [Fact]
    public void Five_thousand_lines_are_listed_in_their_order_though_no_file_is_there()
    {
        string list = _files.Write("all.tsv", string.Concat(Enumerable.Range(0, 5000).Select(i => $"v {i * 7919 % 5000}.mp4\tclass {i % 100}\n")));
        IReadOnlyList<VideoEntry> videos = VideoList.Read(list);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"v {i * 7919 % 5000}.mp4 = class {i % 100}"), _files.Show(videos));
    }

    [Fact]
    public void A_list_that_is_missing_empty_or_of_no_known_name_is_refused()
    {
        string missing = _files["missing.csv"];
        Assert.Equal($"There is no video list '{missing}'.", Assert.Throws<FileNotFoundException>(() => VideoList.Read(missing)).Message);
        foreach (string name in new[] { "all.csv", "all.tsv", "trainlist01.txt", "wave_test_split2.txt" })
        {
            string empty = _files.Write(name, " \r\n\n");
            ListFiles.AssertFault(empty, ": expected at least one video, found none.", () => VideoList.Read(empty));
        }
        ListFiles.AssertFault(_files.Root, ": expected a file, found a folder.", () => VideoList.Read(_files.Root, new VideoListOptions { Format = VideoListFormat.Table }));
        string other = _files.Write("videos.txt", "a.mp4,run\n");
        Assert.Equal(
            $"The name of the video list '{other}' does not tell its format: trainlist01.txt and testlist01.txt are of UCF101, brush_hair_test_split1.txt is of HMDB51, .csv, .tsv and .tab are tables; "
            + "for another name set VideoListOptions.Format. (Parameter 'path')",
            Assert.Throws<ArgumentException>(() => VideoList.Read(other)).Message);
        Assert.Equal(["a.mp4 = run"], _files.Show(VideoList.Read(other, new VideoListOptions { Format = VideoListFormat.Table })));
    }

    [Fact]
    public void Options_have_these_defaults()
    {
        Assert.Equal(
            new VideoListOptions { Format = VideoListFormat.Detect, Root = null, Part = VideoListPart.All, ClassIndexFile = null, Hmdb51Split = null, LabelFolders = false },
            new VideoListOptions());
    }

    [Fact]
    public void All_wrong_options_are_named_in_one_message()
    {
        string list = _files.Write("all.csv", "a.mp4,run\n");
        VideoListOptions wrong = new() { Root = "", Part = (VideoListPart)9, ClassIndexFile = "c.txt", Hmdb51Split = 4, LabelFolders = true };
        Assert.Equal(
            "Can't read a list with these options: Root is empty; null takes the list's folder; Part is 9, which is no part; "
            + "ClassIndexFile is 'c.txt', which is for UCF101 lists; this one is read as Table; Hmdb51Split is 4; there are splits 1 to 3; "
            + "Hmdb51Split is 4, which is for HMDB51 lists; this one is read as Table; LabelFolders is set, which is for Kinetics lists; this one is read as Table.",
            Assert.Throws<ArgumentException>(() => VideoList.Read(list, wrong)).Message);
        Assert.Equal(
            "Can't read a list with these options: Part is Test, but a UCF101 list is one part as a whole: choose the list.",
            Assert.Throws<ArgumentException>(() => VideoList.Read(list, new VideoListOptions { Format = VideoListFormat.Ucf101, Part = VideoListPart.Test })).Message);
        Assert.Equal(
            "Can't read a list with these options: Part is Validation, which HMDB51 has not.",
            Assert.Throws<ArgumentException>(() => VideoList.Read(list, new VideoListOptions { Format = VideoListFormat.Hmdb51, Part = VideoListPart.Validation })).Message);
        Assert.Equal(
            "Can't read a list with these options: Format is 9, which is no format. (Parameter 'options')",
            Assert.Throws<ArgumentException>(() => VideoList.Read(list, new VideoListOptions { Format = (VideoListFormat)9 })).Message);
    }
}
