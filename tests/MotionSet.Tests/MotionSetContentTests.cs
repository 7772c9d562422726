using Cacl.Clips;

namespace Cacl.Samples.MotionSet.Tests;

/// <summary>What the videos tell, and what they must not tell.</summary>
public sealed class MotionSetContentTests(RenderedSet rendered)
{
    // Of 64 videos to validate, chance hits 8; the standard deviation of that is 2.6.
    private const int Videos = 8 * RenderedSet.ValidatePerClass, ByChance = RenderedSet.ValidatePerClass, Deviations3 = 8;

    [Fact]
    public void The_mean_frame_tells_no_more_than_chance() =>
        Assert.InRange(Hits(MeanFrame), 0, ByChance + Deviations3);

    [Fact]
    public void A_single_frame_tells_no_more_than_chance() =>
        Assert.InRange(Hits(video => [.. video.Frame(video.FrameCount / 2).ToArray().Select(value => (double)value)]), 0, ByChance + Deviations3);

    [Fact]
    public void Where_pixels_change_tells_much() =>
        Assert.InRange(Hits(Change), 3 * ByChance, Videos);

    [Fact]
    public void Horizontal_and_vertical_movements_go_their_way()
    {
        foreach ((string name, DecodedVideo video) in RenderedSet.Read(rendered.Set.Train).Where(video => video.Class is "horizontal" or "vertical"))
        {
            (double rangeX, double rangeY) = Travel(video);
            double along = name == "horizontal" ? rangeX : rangeY, across = name == "horizontal" ? rangeY : rangeX;
            Assert.True(along > 10 && along > 1.6 * across, $"{name}: {rangeX:F1} pixels by {rangeY:F1}");
        }
    }

    [Fact]
    public void Flicker_changes_brightness_more_than_movements_do()
    {
        double Brightness(DecodedVideo video)
        {
            double[] means = [.. Enumerable.Range(0, video.FrameCount).Select(i => video.Frame(i).ToArray().Average(value => (double)value))];
            return means.Max() - means.Min();
        }

        var videos = RenderedSet.Read(rendered.Set.Train).ToList();
        double flicker = videos.Where(video => video.Class == "flicker").Average(video => Brightness(video.Video));
        double moving = videos.Where(video => video.Class is "horizontal" or "vertical" or "circle" or "rotate" or "shake").Average(video => Brightness(video.Video));
        Assert.True(flicker > 2 * moving, $"flicker {flicker:F2}, movement {moving:F2}");
    }

    private int Hits(Func<DecodedVideo, double[]> features)
    {
        var train = RenderedSet.Read(rendered.Set.Train).Select(video => (video.Class, Features: features(video.Video))).ToList();
        var validate = RenderedSet.Read(rendered.Set.Validate).Select(video => (video.Class, Features: features(video.Video))).ToList();
        Assert.Equal(Videos, validate.Count);
        return validate.Count(video => train.MinBy(other => Distance(other.Features, video.Features)).Class == video.Class);
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));

    private static double[] MeanFrame(DecodedVideo video)
    {
        var mean = new double[video.Size.ByteCount];
        for (int i = 0; i < video.FrameCount; i++)
        {
            ReadOnlySpan<byte> frame = video.Frame(i);
            for (int j = 0; j < mean.Length; j++) mean[j] += frame[j] / (double)video.FrameCount;
        }
        return mean;
    }

    /// <summary>The mean distance from the mean frame, at each value of the frame.</summary>
    private static double[] Change(DecodedVideo video)
    {
        double[] mean = MeanFrame(video), change = new double[mean.Length];
        for (int i = 0; i < video.FrameCount; i++)
        {
            ReadOnlySpan<byte> frame = video.Frame(i);
            for (int j = 0; j < mean.Length; j++) change[j] += Math.Abs(frame[j] - mean[j]) / video.FrameCount;
        }
        return change;
    }

    /// <summary>How far the centre of what differs from the background travels, in pixels.</summary>
    private static (double X, double Y) Travel(DecodedVideo video)
    {
        byte[] background = new byte[video.Size.ByteCount], values = new byte[video.FrameCount];
        for (int j = 0; j < background.Length; j++)
        {
            for (int i = 0; i < values.Length; i++) values[i] = video.Frame(i)[j];
            Array.Sort(values);
            background[j] = values[values.Length / 2];
        }
        List<double> xs = [], ys = [];
        for (int i = 0; i < video.FrameCount; i++)
        {
            double weight = 0, sumX = 0, sumY = 0;
            ReadOnlySpan<byte> frame = video.Frame(i);
            for (int j = 0; j < background.Length; j++)
            {
                int difference = Math.Abs(frame[j] - background[j]);
                if (difference < 40) continue;
                weight += difference;
                sumX += difference * (j / 3 % video.Size.Width);
                sumY += difference * (j / 3 / video.Size.Width);
            }
            if (weight == 0) continue;
            xs.Add(sumX / weight);
            ys.Add(sumY / weight);
        }
        return (xs.Max() - xs.Min(), ys.Max() - ys.Min());
    }
}
