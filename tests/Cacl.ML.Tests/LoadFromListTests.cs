using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class LoadFromListTests(VideoSet set) : IClassFixture<VideoSet>
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void A_list_gives_a_row_a_video_in_its_order()
    {
        string list = set.Add("testlist01.txt", "down/1.avi\r\nacross/0.avi\r\ndown/1.avi\r\n"u8.ToArray());
        IDataView videos = ml.Video().LoadFromList(list);

        Assert.Equal([Path.Join(set.Folder, "down/1.avi"), Path.Join(set.Folder, "across/0.avi")], videos.GetColumn<string>("VideoPath"));
        Assert.Equal(["down", "across"], videos.GetColumn<string>("Label"));
        Assert.All(videos.GetColumn<string>("VideoPath"), path => Assert.True(File.Exists(path)));
        Assert.Equal(["VideoPath", "Label"], videos.Schema.Select(column => column.Name));
        Assert.All(videos.Schema, column => Assert.Equal(TextDataViewType.Instance, column.Type));
    }

    [Fact]
    public void Paths_start_from_a_root_and_a_video_without_a_label_has_an_empty_one()
    {
        string list = set.Add("some.csv", "path\n0.avi\n"u8.ToArray());
        IDataView videos = ml.Video().LoadFromList(list, Path.Join(set.Folder, "down"));

        Assert.Equal([Path.Join(set.Folder, "down", "0.avi")], videos.GetColumn<string>("VideoPath"));
        Assert.Equal([""], videos.GetColumn<string>("Label"));
    }

    [Fact]
    public void Options_choose_the_part()
    {
        string list = set.Add("across_test_split1.txt", "0.avi 1 \n1.avi 2 \n2.avi 0 \n"u8.ToArray());
        Assert.Equal([Path.Join(set.Folder, "across", "1.avi")], ml.Video().LoadFromList(list, new VideoListOptions { Part = VideoListPart.Test }).GetColumn<string>("VideoPath"));
    }

    [Fact]
    public void A_faulty_list_is_refused_with_its_line()
    {
        string list = set.Add("faulty.csv", "a.avi,x\na.avi,y\n"u8.ToArray());
        Assert.Equal(
            $"Can't read the video list '{list}', line 2: expected the label 'x' for 'a.avi' as on line 1, found the label 'y'.",
            Assert.Throws<VideoListException>(() => ml.Video().LoadFromList(list)).Message);
    }
}
