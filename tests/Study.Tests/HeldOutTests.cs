using Cacl.Clips;

namespace Cacl.Study.Tests;

public class HeldOutTests
{
    [Fact]
    public void A_quarter_of_each_class_is_held_out_and_none_is_lost()
    {
        VideoEntry[] videos = [.. from label in new[] { "across", "down" } from i in Enumerable.Range(0, 12) select new VideoEntry($"{label}/{i:000}.avi", label)];
        (IReadOnlyList<VideoEntry> kept, IReadOnlyList<VideoEntry> held) = HeldOut.Divide(videos);
        Assert.Equal(["across 3", "down 3"], held.CountBy(video => video.Label!).Select(pair => $"{pair.Key} {pair.Value}"));
        Assert.Equal(videos.Order(Comparer<VideoEntry>.Create((a, b) => string.CompareOrdinal(a.Path, b.Path))), kept.Concat(held).OrderBy(video => video.Path, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Run_{0}_{1}.mp4")]
    [InlineData("v_Run_g{0:00}_c{1:00}.avi")]
    public void Videos_of_one_recording_stay_together(string names)
    {
        VideoEntry[] videos = [.. from recording in Enumerable.Range(1, 6) from i in Enumerable.Range(1, 4) select new VideoEntry(string.Format(names, recording, i), "Run")];
        (IReadOnlyList<VideoEntry> kept, IReadOnlyList<VideoEntry> held) = HeldOut.Divide(videos);
        Assert.NotEmpty(held);
        Assert.Empty(kept.Select(video => Recording(video.Path)).Intersect(held.Select(video => Recording(video.Path))));

        static string Recording(string path) => path[..path.LastIndexOf('_')];
    }

    [Fact]
    public void A_class_of_one_recording_is_divided_all_the_same_and_one_of_one_video_is_kept()
    {
        VideoEntry[] videos = [.. Enumerable.Range(1, 8).Select(i => new VideoEntry($"Run_1_{i}.mp4", "Run")), new VideoEntry("Walk_1_1.mp4", "Walk")];
        (IReadOnlyList<VideoEntry> kept, IReadOnlyList<VideoEntry> held) = HeldOut.Divide(videos);
        Assert.Equal(["Run 6", "Walk 1"], kept.CountBy(video => video.Label!).Select(pair => $"{pair.Key} {pair.Value}"));
        Assert.Equal(2, held.Count);
    }

    [Theory]
    [InlineData(21, 4, 4)]
    [InlineData(14, 11, 11)]
    [InlineData(1, 1, 1)]
    public void Of_recordings_that_are_too_large_the_smaller_is_held_out(int one, int other, int held)
    {
        VideoEntry[] videos = [.. Enumerable.Range(1, one).Select(i => new VideoEntry($"Turn_1_{i}.mp4", "Turn")), .. Enumerable.Range(1, other).Select(i => new VideoEntry($"Turn_7_{i}.mp4", "Turn"))];
        Assert.Equal(held, HeldOut.Divide(videos).Held.Count);
    }

    [Fact]
    public void The_same_videos_are_held_out_every_time_whatever_their_order()
    {
        VideoEntry[] videos = [.. Enumerable.Range(0, 20).Select(i => new VideoEntry($"{i:000}.avi", "across"))];
        Assert.Equal(
            HeldOut.Divide(videos).Held.Select(video => video.Path).Order(),
            HeldOut.Divide([.. videos.Reverse()]).Held.Select(video => video.Path).Order());
    }
}
