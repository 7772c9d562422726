namespace Cacl.Clips.Tests;

public sealed class KineticsListTests : IDisposable
{
    private const string Header = "label,youtube_id,time_start,time_end,split\n";

    private readonly ListFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Rows_give_files_named_after_id_and_times()
    {
        string list = _files.Write("train.csv", Header + "abseiling,-3B32lodo2M,59,69,train\n\"air \"\"drumming\"\", solo\",_dbcJuKJQNs,0,10,val\nwashing feet,a=b,1000,123456,test\n");
        Assert.Equal(
            ["-3B32lodo2M_000059_000069.mp4 = abseiling", "_dbcJuKJQNs_000000_000010.mp4 = air \"drumming\", solo", "a=b_001000_123456.mp4 = washing feet"],
            _files.Show(VideoList.Read(list)));
        Assert.Equal(["abseiling/-3B32lodo2M_000059_000069.mp4 = abseiling"], _files.Show(VideoList.Read(list, new VideoListOptions { LabelFolders = true, Part = VideoListPart.Train })));
        Assert.Equal(["_dbcJuKJQNs_000000_000010.mp4 = air \"drumming\", solo"], _files.Show(VideoList.Read(list, new VideoListOptions { Part = VideoListPart.Validation })));
        Assert.Equal(["a=b_001000_123456.mp4 = washing feet"], _files.Show(VideoList.Read(list, new VideoListOptions { Part = VideoListPart.Test })));
    }

    [Fact]
    public void Columns_are_found_by_their_names_and_labels_may_be_absent()
    {
        string list = _files.Write("test.csv", "\uFEFFyoutube_id,time_start,time_end,split,is_cc\r\nabc,1,11,test,0\r\n");
        Assert.Equal(["abc_000001_000011.mp4 = -"], _files.Show(VideoList.Read(list)));
    }

    [Fact]
    public void A_part_of_an_unknown_name_is_listed_with_all_and_refused_when_a_part_is_wanted()
    {
        string list = _files.Write("all.csv", Header + "run,a,1,2,train\nrun,b,1,2,holdout\n");
        Assert.Equal(2, VideoList.Read(list).Count);
        ListFiles.AssertFault(
            list, ", line 3: expected train, val, validate, validation or test in the column split, found 'holdout'.", () => VideoList.Read(list, new VideoListOptions { Part = VideoListPart.Train }));
    }

    [Fact]
    public void Five_thousand_rows_are_listed()
    {
        string list = _files.Write("all.csv", Header + string.Concat(Enumerable.Range(0, 5000).Select(i => $"label {i % 400},id{i},{i},{i + 10},train\n")));
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"id{i}_{i:000000}_{i + 10:000000}.mp4 = label {i % 400}"), _files.Show(VideoList.Read(list)));
    }

    [Theory]
    [InlineData("run,a,1,2\n", ", line 2: expected 5 cells as in the header on line 1, found 4.")]
    [InlineData("run,a,1,2,train\nrun,b,1.5,2,train\n", ", line 3: expected whole seconds in the column time_start, found '1.5'.")]
    [InlineData("run,a,1,,train\n", ", line 2: expected whole seconds in the column time_end, found ''.")]
    [InlineData("run,a,5,5,train\n", ", line 2: expected a time_end above the time_start of 5, found 5.")]
    [InlineData("run,,1,2,train\n", ", line 2: expected a video's id in the column youtube_id, found ''.")]
    [InlineData("run,../x,1,2,train\n", ", line 2: expected a video's id in the column youtube_id, found '../x'.")]
    [InlineData("run,a,1,2,train\nwalk,a,1,2,train\n", ", line 3: expected the label 'run' for 'a_000001_000002.mp4' as on line 2, found the label 'walk'.")]
    [InlineData("run,a,1,2,train\nrun,a,1,2,val\n", ", line 3: expected the part Train for 'a_000001_000002.mp4' as on line 2, found the part Validation.")]
    [InlineData("", ": expected at least one video, found none.")]
    public void A_faulty_row_is_named(string rows, string message)
    {
        string list = _files.Write("all.csv", Header + rows);
        ListFiles.AssertFault(list, message, () => VideoList.Read(list));
    }

    [Fact]
    public void A_header_without_what_is_needed_is_refused()
    {
        string list = _files.Write("all.csv", "youtube_id,time_start\na,1\n");
        ListFiles.AssertFault(list, ", line 1: expected a header with youtube_id, time_start and time_end, found 'youtube_id,time_start'.", () => VideoList.Read(list));
        string bare = _files.Write("bare.csv", "youtube_id,time_start,time_end\na,1,2\n");
        ListFiles.AssertFault(
            bare, ", line 1: expected a header with label, as LabelFolders needs it, found 'youtube_id,time_start,time_end'.", () => VideoList.Read(bare, new VideoListOptions { LabelFolders = true }));
        ListFiles.AssertFault(
            bare, ", line 1: expected a header with split, to choose the part Test by, found 'youtube_id,time_start,time_end'.",
            () => VideoList.Read(bare, new VideoListOptions { Part = VideoListPart.Test }));
        string unlabelled = _files.Write("unlabelled.csv", Header + ",a,1,2,test\n");
        ListFiles.AssertFault(unlabelled, ", line 2: expected a label in the column label, found none.", () => VideoList.Read(unlabelled, new VideoListOptions { LabelFolders = true }));
        string empty = _files.Write("empty.csv", "");
        ListFiles.AssertFault(
            empty, ", line 1: expected a header with youtube_id, time_start and time_end, found nothing.", () => VideoList.Read(empty, new VideoListOptions { Format = VideoListFormat.Kinetics }));
    }
}
