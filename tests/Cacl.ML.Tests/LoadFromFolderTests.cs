using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class LoadFromFolderTests(VideoSet set) : IClassFixture<VideoSet>
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void A_folder_gives_a_row_a_video_with_its_sub_folder_as_label()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);

        Assert.Equal(10, videos.GetRowCount());
        Assert.Equal([.. Enumerable.Repeat("across", 5), .. Enumerable.Repeat("down", 5)], videos.GetColumn<string>("Label"));
        Assert.All(videos.GetColumn<string>("VideoPath"), path => Assert.True(File.Exists(path)));
        Assert.Equal(TextDataViewType.Instance, videos.Schema["VideoPath"].Type);
    }

    [Fact]
    public void A_flat_folder_gives_empty_labels()
    {
        Assert.All(ml.Video().LoadFromFolder(Path.Join(set.Folder, "down")).GetColumn<string>("Label"), label => Assert.Equal("", label));
    }

    [Fact]
    public void Videos_that_an_index_knows_to_be_faulty_are_left_out()
    {
        string folder = Directory.CreateDirectory(Path.Join(set.Folder, "down", ".apart")).FullName;
        string sound = set.AddVideo("down/.apart/sound.avi", 6), broken = set.Add("down/.apart/broken.avi", [1, 2, 3]);
        VideoIndex index = VideoIndex.Examine([sound, broken], workers: 1, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal([sound], ml.Video().LoadFromFolder(folder, index).GetColumn<string>("VideoPath"));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused()
    {
        Assert.Throws<DirectoryNotFoundException>(() => ml.Video().LoadFromFolder(Path.Join(set.Folder, "nowhere")));
    }
}
