namespace Cacl.Clips.Tests;

public sealed class Hmdb51ListTests : IDisposable
{
    private readonly ListFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(VideoListPart.All, new[] { "brush_hair/a_(1)_[x]_&.avi = brush_hair", "brush_hair/b.avi = brush_hair", "brush_hair/c.avi = brush_hair" })]
    [InlineData(VideoListPart.Train, new[] { "brush_hair/a_(1)_[x]_&.avi = brush_hair" })]
    [InlineData(VideoListPart.Test, new[] { "brush_hair/b.avi = brush_hair" })]
    public void A_file_gives_the_videos_of_a_part_in_the_folder_of_their_class(VideoListPart part, string[] videos)
    {
        string list = _files.Write("brush_hair_test_split2.txt", "a_(1)_[x]_&.avi 1 \r\nb.avi 2 \r\nc.avi 0 \r\n");
        Assert.Equal(videos, _files.Show(VideoList.Read(list, new VideoListOptions { Part = part })));
    }

    [Fact]
    public void A_folder_gives_all_classes_of_a_split()
    {
        foreach (int split in new[] { 1, 2, 3 })
        {
            _files.Write($"splits/wave_test_split{split}.txt", $"w{split}.avi 1\n");
            _files.Write($"splits/cart_wheel_test_split{split}.txt", $"c.avi {split - 1}\n");
        }
        _files.Write("splits/README", "");
        string folder = Path.Join(_files.Root, "splits");

        Assert.Equal(["cart_wheel/c.avi = cart_wheel", "wave/w1.avi = wave"], _files.Show(VideoList.Read(folder, _files.Root)));
        Assert.Equal(["wave/w3.avi = wave"], _files.Show(VideoList.Read(folder, new VideoListOptions { Root = _files.Root, Hmdb51Split = 3, Part = VideoListPart.Train })));
        Assert.Equal(["splits/wave/w2.avi = wave"], _files.Show(VideoList.Read(_files["splits/wave_test_split2.txt"])));
    }

    [Theory]
    [InlineData("a.avi 1\nb.avi 3\n", ", line 2: expected 0 (unused), 1 (train) or 2 (test) after the video's name, found '3'.")]
    [InlineData("a.avi\n", ", line 1: expected a video's name followed by 0, 1 or 2, found 'a.avi'.")]
    [InlineData("a 1\n", ", line 1: expected a video's name followed by 0, 1 or 2, found 'a 1'.")]
    [InlineData("a.avi 1\nb.avi 0\na.avi 2\n", ", line 3: expected the part Train for 'wave/a.avi' as on line 1, found the part Test.")]
    public void A_faulty_line_is_named(string content, string message)
    {
        string list = _files.Write("wave_test_split1.txt", content);
        ListFiles.AssertFault(list, message.Replace('/', Path.DirectorySeparatorChar), () => VideoList.Read(list));
    }

    [Fact]
    public void A_video_of_two_classes_is_refused_with_both_files()
    {
        string shared = _files["shared.avi"];
        string first = _files.Write("splits/run_test_split1.txt", $"{shared} 1\n"), second = _files.Write("splits/walk_test_split1.txt", $"\n{shared} 1\n");
        ListFiles.AssertFault(
            second, $", line 2: expected the label 'run' for '{shared}' as on line 1 of '{first}', found the label 'walk'.", () => VideoList.Read(Path.Join(_files.Root, "splits")));
    }

    [Fact]
    public void What_holds_no_such_split_is_refused()
    {
        string list = _files.Write("splits/wave_test_split1.txt", "a.avi 1\n"), folder = Path.GetDirectoryName(list)!, other = _files.Write("splits/wave.txt", "a.avi 1\n");
        ListFiles.AssertFault(folder, ": expected files such as brush_hair_test_split2.txt, found none among its 2 files.", () => VideoList.Read(folder, new VideoListOptions { Hmdb51Split = 2 }));
        ListFiles.AssertFault(list, ": expected a file of split 2, as Hmdb51Split asks for, found one of split 1.", () => VideoList.Read(list, new VideoListOptions { Hmdb51Split = 2 }));
        ListFiles.AssertFault(list, ": expected videos of the part Test, found none among its 1.", () => VideoList.Read(list, new VideoListOptions { Part = VideoListPart.Test }));
        ListFiles.AssertFault(
            other, ": expected a file that is named as its class and split, such as brush_hair_test_split1.txt, found 'wave.txt'.",
            () => VideoList.Read(other, new VideoListOptions { Format = VideoListFormat.Hmdb51 }));
    }
}
