using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

/// <summary>ML.NET's rows and cursors pass every call of Dispose on, and it calls more than once.</summary>
public sealed class CursorDisposalTests(VideoSet set) : IClassFixture<VideoSet>
{
    private readonly MLContext ml = new(seed: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_cursor_that_looks_ahead_can_be_disposed_twice_wherever_it_is(int rowsRead)
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        using EmbedTransformer embed = ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path).Fit(videos);
        DisposedTwice(embed.Transform(videos), rowsRead);
    }

    [Fact]
    public void A_cursor_of_clips_can_be_disposed_twice()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        DisposedTwice(ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips }).Fit(videos).Transform(videos), rowsRead: 1);
    }

    private static void DisposedTwice(IDataView view, int rowsRead)
    {
        DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        for (int row = 0; row < rowsRead; row++)
            Assert.True(cursor.MoveNext());

        cursor.Dispose();

        Assert.Null(Record.Exception(cursor.Dispose));
    }
}
