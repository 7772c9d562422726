using Cacl.Clips;

namespace Cacl.Learning.Tests;

public class PretextTaskTests
{
    private const int Draws = 300;

    [Fact]
    public void Clip_order_shows_three_clips_with_gaps_in_the_order_of_the_class()
    {
        var task = new ClipOrderTask(framesPerClip: 3, gap: 2);
        int[][] clips = [[0, 1, 2], [5, 6, 7], [10, 11, 12]];
        string[] orders = ["012", "021", "102", "120", "201", "210"];

        Assert.Equal((13, 6, 3, 3, true), (task.FewestFrames, task.Classes, task.Items, task.FramesPerItem, task.IsPairwise));
        for (int answer = 0; answer < 6; answer++)
            Assert.Equal(orders[answer].SelectMany(clip => clips[clip - '0']), Pose(task, answer, 13, 1));
    }

    [Fact]
    public void Playback_rate_shows_every_so_many_frames_from_anywhere_in_the_clip()
    {
        int[] rates = [1, 3, 2];
        var task = new PlaybackRateTask(framesPerClip: 4, rates);
        var starts = new HashSet<int>[] { [], [], [] };

        Assert.Equal((10, 3, 1, 4), (task.FewestFrames, task.Classes, task.Items, task.FramesPerItem));
        for (int draw = 0; draw < Draws; draw++)
        {
            for (int answer = 0; answer < 3; answer++)
            {
                int[] chosen = Pose(task, answer, 11, draw);
                starts[answer].Add(chosen[0]);
                Assert.Equal(Enumerable.Range(0, 4).Select(i => chosen[0] + i * rates[answer]), chosen);
            }
        }

        Assert.Equal(Enumerable.Range(0, 8), starts[0].Order());
        Assert.Equal([0, 1], starts[1].Order());
        Assert.Equal(Enumerable.Range(0, 5), starts[2].Order());
    }

    [Fact]
    public void Order_verification_puts_an_outer_frame_in_the_middle_when_frames_are_not_in_order()
    {
        var task = new OrderVerificationTask();
        int backwards = 0, above = 0;
        var shown = new HashSet<int>();
        for (int draw = 0; draw < Draws; draw++)
        {
            int[] ordered = Pose(task, 1, 9, draw), not = Pose(task, 0, 9, draw);

            Assert.True(ordered[0] < ordered[1] == ordered[1] < ordered[2] && ordered.Distinct().Count() == 3);
            Assert.False(not[0] < not[1] == not[1] < not[2]);
            Assert.Equal((ordered[0], ordered[2]), (not[0], not[2]));   // the same random numbers: all but the middle is the same
            Assert.InRange(Math.Min(ordered[0], ordered[2]), 1, 5);     // a frame before and one after are left over
            backwards += ordered[0] > ordered[2] ? 1 : 0;
            above += not[1] > not[0] ? 1 : 0;
            shown.UnionWith(not);
        }

        Assert.InRange(backwards, Draws / 3, 2 * Draws / 3);
        Assert.InRange(above, Draws / 3, 2 * Draws / 3);
        Assert.Equal(Enumerable.Range(0, 9), shown.Order());
    }

    [Fact]
    public void Frame_order_shows_four_frames_in_the_order_of_the_class_or_its_reverse()
    {
        var task = new FrameOrderTask();
        string[] orders = ["0123", "0132", "0213", "0231", "0312", "0321", "1023", "1032", "1203", "1302", "2013", "2103"];
        int backwards = 0;

        Assert.Equal((12, 4, 1, true), (task.Classes, task.Items, task.FramesPerItem, task.IsPairwise));
        for (int draw = 0; draw < Draws; draw++)
        {
            int[] chosen = Pose(task, draw % 12, 7, draw);
            int[] sorted = [.. chosen.Order()];
            string order = string.Concat(chosen.Select(frame => Array.IndexOf(sorted, frame))), reverse = string.Concat(order.Reverse());

            Assert.Equal(4, chosen.Distinct().Count());
            Assert.All(chosen, frame => Assert.InRange(frame, 0, 6));
            Assert.Contains(orders[draw % 12], new[] { order, reverse });
            backwards += order == orders[draw % 12] ? 0 : 1;
        }

        Assert.InRange(backwards, Draws / 3, 2 * Draws / 3);
    }

    private static int[] Pose(PretextTask task, int answer, int frames, int draw)
    {
        var random = new SampleRandom((ulong)draw, 0, 0);
        var chosen = new int[task.Items * task.FramesPerItem];
        task.Pose(answer, frames, ref random, chosen);
        return chosen;
    }
}
