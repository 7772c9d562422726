using Cacl.Clips;

namespace Cacl.Fuzz;

/// <summary>Does with a file what users do, and holds the answers against each other.</summary>
public static class Reading
{
    private const int Asked = 5, Repeats = 5;

    private static readonly FrameSize Size = new(40, 30);

    /// <summary>The way that a number's file is read: half of them by each of the others in turn, which costs no more time than the first.</summary>
    public static Way WayOf(int number) => (number % 6) switch { 1 => Way.Clips, 3 => Way.Index, 5 => Way.Cache, _ => Way.File };

    /// <summary>Reads a file whole, and once more in another way: at random and for its count, or by what stands above.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">Frames are drawn from it.</param>
    /// <param name="way">The other way.</param>
    /// <param name="damaged">Whether the decoder may give other frames each time: with a sound file it may not.</param>
    /// <param name="step">Is told before each step.</param>
    /// <returns>A named outcome: an ending, the fault of a <see cref="VideoException"/>, or unsteady.</returns>
    /// <exception cref="InvalidDataException">Two ways to the same frames gave different ones, and it was not the decoder's doing.</exception>
    public static string Try(string path, int seed, Way way, bool damaged, Action<string> step)
    {
        (string outcome, Difference? difference) = Once(path, seed, way, step);
        if (difference is null)
            return outcome;
        step($"look into: {difference.Words}");
        if (!damaged)
            throw new InvalidDataException(difference.Words);
        if (!DecoderAlone.IsSteady(path, difference.Frame, step))
            return "unsteady: the decoder itself gives other frames each time";
        // What is wrong with us is wrong each time, and in the same way.
        for (int time = 0; time < Repeats; time++)
        {
            if (Once(path, seed, way, step).Difference != difference)
                return "unsteady: another time the frames are others";
        }
        throw new InvalidDataException(difference.Words);
    }

    private static (string Outcome, Difference? Difference) Once(string path, int seed, Way way, Action<string> step)
    {
        DecodedVideo video;
        VideoEnding ending;
        ClipOptions clips;
        try
        {
            step("open");
            using VideoFile file = VideoFile.Open(path);
            step($"read all of {file.Width}x{file.Height}");
            clips = ReadingAbove.OptionsFor(file, instead: Size);
            video = file.ReadAll(way == Way.File ? Size : clips.ResizedFrom(file.Width, file.Height));
            ending = file.Ending!;
        }
        catch (VideoException exception)
        {
            return (exception.Fault.ToString(), null);
        }
        string outcome = ending.Kind switch
        {
            VideoEndingKind.Complete => "complete",
            VideoEndingKind.EndedEarly => "ended early",
            VideoEndingKind.Corrupt => "ended at damage",
            VideoEndingKind.StoppedAtCount => "stopped at the count",
            _ => throw new InvalidDataException($"it ends as {ending.Kind}, which has no name here"),
        };
        try
        {
            return (outcome, way == Way.File
                ? Compare(path, video, ending, new Random(seed), step)
                : ReadingAbove.Compare(path, video, ending, clips, way, seed, step));
        }
        catch (VideoException exception)
        {
            return (outcome, new Difference(0, $"it was read whole, and then: {exception.Message}"));
        }
    }

    private static Difference? Compare(string path, DecodedVideo video, VideoEnding ending, Random random, Action<string> step)
    {
        if (video.FrameCount != ending.Frames || video.EndedEarly != ending.Shortfall)
            return new Difference(0, $"{video.FrameCount} frames were read, and it ends as {ending}");
        step($"read some of {video.FrameCount}");
        using (VideoFile fresh = VideoFile.Open(path))
        {
            if (Compare(fresh, video, random) is { } difference)
                return difference;
        }
        step("count");
        using VideoFile counted = VideoFile.Open(path);
        int frames = counted.CountFrames();
        if (frames != video.FrameCount || counted.Ending != ending)
            return new Difference(0, $"{frames} frames were counted up to {counted.Ending}, and the whole file had {video.FrameCount} up to {ending}");
        step("read some after counting");
        if (Compare(counted, video, random) is { } other)
            return other;
        step("read beyond the end");
        try
        {
            counted.Read([video.FrameCount], Size, new byte[Size.ByteCount]);
            return new Difference(0, $"frame {video.FrameCount} was there, and the whole file had no more than that many");
        }
        catch (VideoException exception) when (exception.Fault is VideoFault.Corrupt or VideoFault.TooShort)
        {
            return null;
        }
    }

    private static Difference? Compare(VideoFile file, DecodedVideo video, Random random)
    {
        int[] frames = [.. Enumerable.Range(0, Asked).Select(i => i == 0 ? video.FrameCount - 1 : random.Next(video.FrameCount))];
        random.Shuffle(frames);
        byte[] pixels = new byte[Size.ByteCount];
        foreach (int frame in frames)
        {
            file.Read([frame], Size, pixels);
            if (!video.Frame(frame).SequenceEqual(pixels))
                return new Difference(frame, $"frame {frame} of {video.FrameCount}, read by itself{(file.SeekTable is null ? "" : " with a seek table")}, differs from the one of the whole file by up to {Most(video.Frame(frame), pixels)} of 255");
        }
        return null;
    }

    private static int Most(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int most = 0;
        for (int i = 0; i < one.Length; i++)
            most = Math.Max(most, Math.Abs(one[i] - other[i]));
        return most;
    }
}
