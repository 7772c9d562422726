namespace Cacl.Clips.Tests;

public sealed class Ucf101ListTests : IDisposable
{
    private readonly ListFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_train_list_gives_the_class_of_each_number()
    {
        _files.Write("classInd.txt", "1 ApplyEyeMakeup\r\n2 ApplyLipstick\r\n37 HandstandPushups\r\n");
        string list = _files.Write("trainlist01.txt", "ApplyEyeMakeup/v_ApplyEyeMakeup_g08_c01.avi 1\r\nApplyLipstick/v_ApplyLipstick_g08_c02.avi 2\r\nHandstandPushups/v_HandStandPushups_g08_c01.avi 37\r\n");
        Assert.Equal(
            [
                "ApplyEyeMakeup/v_ApplyEyeMakeup_g08_c01.avi = ApplyEyeMakeup", "ApplyLipstick/v_ApplyLipstick_g08_c02.avi = ApplyLipstick",
                "HandstandPushups/v_HandStandPushups_g08_c01.avi = HandstandPushups",
            ],
            _files.Show(VideoList.Read(list)));
    }

    [Fact]
    public void A_test_list_is_labelled_by_its_folders()
    {
        string list = _files.Write("testlist01.txt", "Archery/v_Archery_g01_c01.avi\nLong Jump/v 1.avi\n");
        Assert.Equal(["Archery/v_Archery_g01_c01.avi = Archery", "Long Jump/v 1.avi = Long Jump"], _files.Show(VideoList.Read(list)));
        string classes = _files.Write("other/classes.txt", "1 Archery\n2 Long Jump\n");
        Assert.Equal(2, VideoList.Read(list, new VideoListOptions { ClassIndexFile = classes }).Count);
        File.WriteAllText(classes, "1 Archery\n");
        ListFiles.AssertFault(
            list, $", line 2: expected a folder that is called as one of the 1 classes of '{classes}', found 'Long Jump'.",
            () => VideoList.Read(list, new VideoListOptions { ClassIndexFile = classes }));
    }

    [Fact]
    public void Five_thousand_lines_of_101_classes_are_listed()
    {
        _files.Write("classInd.txt", string.Concat(Enumerable.Range(1, 101).Select(i => $"{i} C{i}\n")));
        string list = _files.Write("trainlist03.txt", string.Concat(Enumerable.Range(0, 5000).Select(i => $"C{i % 101 + 1}/v_{i}.avi {i % 101 + 1}\n")));
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"C{i % 101 + 1}/v_{i}.avi = C{i % 101 + 1}"), _files.Show(VideoList.Read(list)));
    }

    [Theory]
    [InlineData("A/x.avi 1\nB/y.avi one\n", ", line 2: expected a video's path, or one followed by its class's number, found 'B/y.avi one'.")]
    [InlineData("A/x.avi 1\nB/y.avi 2 3\n", ", line 2: expected a video's path, or one followed by its class's number, found 'B/y.avi 2 3'.")]
    [InlineData("A/x.avi -1\n", ", line 1: expected a video's path, or one followed by its class's number, found 'A/x.avi -1'.")]
    [InlineData("A/x\n", ", line 1: expected a video's path, or one followed by its class's number, found 'A/x'.")]
    [InlineData("\n\nx.avi 1\n", ", line 3: expected a video in a folder that is called as its class, such as 'Archery/v_Archery_g01_c01.avi', found 'x.avi 1'.")]
    [InlineData("A/x.avi 1\n\nB/y.avi\n", ", line 3: expected a class's number after the path as on line 1, found 'B/y.avi'.")]
    [InlineData("A/x.avi\nB/y.avi 2\n", ", line 2: expected no number after the path as on line 1, found 'B/y.avi 2'.")]
    [InlineData("A/x.avi 1\nA/y.avi 2\n", ", line 2: expected the number 1 for the folder 'A' as on line 1, found 2.")]
    [InlineData("A/x.avi 1\nB/y.avi 1\n", ", line 2: expected the folder 'A' for the number 1 as on line 1, found 'B'.")]
    public void A_faulty_line_is_named(string content, string message)
    {
        string list = _files.Write("trainlist01.txt", content);
        ListFiles.AssertFault(list, message, () => VideoList.Read(list));
    }

    [Theory]
    [InlineData("A/x.avi 3\n", ", line 1: expected the number of one of the 2 classes of '{0}', found 3.")]
    [InlineData("A/x.avi 1\nA/y.avi 2\n", ", line 2: expected the folder 'B' for the number 2 as '{0}' says on line 2, found 'A'.")]
    public void A_line_against_the_class_index_is_named(string content, string message)
    {
        string index = _files.Write("classInd.txt", "1 A\n2 B\n"), list = _files.Write("trainlist01.txt", content);
        ListFiles.AssertFault(list, message.Replace("{0}", index), () => VideoList.Read(list));
    }

    [Theory]
    [InlineData("A\n", ", line 1: expected a number and a class's name, such as '1 ApplyEyeMakeup', found 'A'.")]
    [InlineData("one A\n", ", line 1: expected a number and a class's name, such as '1 ApplyEyeMakeup', found 'one A'.")]
    [InlineData("1 A\n1 B\n", ", line 2: expected a number other than that of 'A' on line 1, found 1 again.")]
    [InlineData("1 A\n2 A\n", ", line 2: expected a name other than that on line 1, found 'A' again.")]
    [InlineData("\n", ": expected at least one class, found none.")]
    public void A_faulty_class_index_is_named(string content, string message)
    {
        string index = _files.Write("classInd.txt", content), list = _files.Write("trainlist01.txt", "A/x.avi 1\n");
        ListFiles.AssertFault(index, message, () => VideoList.Read(list));
    }

    [Fact]
    public void A_class_index_that_is_missing_is_refused()
    {
        string list = _files.Write("trainlist01.txt", "A/x.avi 1\n"), index = _files["classes.txt"];
        Assert.Equal($"There is no video list '{index}'.", Assert.Throws<FileNotFoundException>(() => VideoList.Read(list, new VideoListOptions { ClassIndexFile = index })).Message);
    }
}
