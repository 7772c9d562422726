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
    public void Videos_that_an_index_knows_to_be_faulty_are_left_out_and_told()
    {
        string broken = set.Add("broken.avi", [1, 2, 3]);
        string list = set.Add("mixed.csv", "down/1.avi,down\nbroken.avi,none\nnever-examined.avi,none\n"u8.ToArray());
        VideoIndex index = VideoIndex.Examine([broken, Path.Join(set.Folder, "down/1.avi")], workers: 1, cancellation: TestContext.Current.CancellationToken);
        var told = new List<SkippedVideo>();
        List<string> warnings = Warnings.Of(ml);

        IDataView videos = ml.Video().LoadFromList(list, new VideoListOptions(), index, new Teller(told));

        Assert.Equal([Path.Join(set.Folder, "down/1.avi"), Path.Join(set.Folder, "never-examined.avi")], videos.GetColumn<string>("VideoPath"));
        SkippedVideo skipped = Assert.Single(told);
        Assert.Equal(broken, skipped.Path);
        Assert.Equal([$"Skipped {broken}: {skipped.Reason}"], warnings);
        File.Delete(broken);
    }

    [Fact]
    public void A_list_without_a_sound_video_is_refused()
    {
        string broken = set.Add("alone.avi", [1, 2, 3]);
        string list = set.Add("alone.csv", "alone.avi,x\n"u8.ToArray());
        VideoIndex index = VideoIndex.Examine([broken], workers: 1, cancellation: TestContext.Current.CancellationToken);

        var fault = Assert.Throws<InvalidDataException>(() => ml.Video().LoadFromList(list, new VideoListOptions(), index));

        Assert.Equal($"None of the 1 videos of the list '{list}' is sound, as the index knows them.", fault.Message);
        File.Delete(broken);
    }

    [Fact]
    public void A_faulty_list_is_refused_with_its_line()
    {
        string list = set.Add("faulty.csv", "a.avi,x\na.avi,y\n"u8.ToArray());
        Assert.Equal(
            $"Can't read the video list '{list}', line 2: expected the label 'x' for 'a.avi' as on line 1, found the label 'y'.",
            Assert.Throws<VideoListException>(() => ml.Video().LoadFromList(list)).Message);
    }

    private sealed class Teller(List<SkippedVideo> told) : IProgress<SkippedVideo>
    {
        public void Report(SkippedVideo value) => told.Add(value);
    }
}
