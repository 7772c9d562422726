using Cacl.Clips;

namespace Cacl.Fuzz;

/// <summary>Does with a file what users do, and holds the answers against each other.</summary>
public static class Reading
{
    private const int Asked = 6, Repeats = 5;

    private static readonly FrameSize Size = new(40, 30);

    /// <summary>Reads a file whole, at random and for its count.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">Frames are drawn from it.</param>
    /// <param name="damaged">Whether the decoder may give other frames each time: with a sound file it may not.</param>
    /// <param name="step">Is told before each step.</param>
    /// <returns>A named outcome: complete, ended early, the fault of a <see cref="VideoException"/>, or unsteady.</returns>
    /// <exception cref="InvalidDataException">Two ways to the same frames gave different ones, and it was not the decoder's doing.</exception>
    public static string Try(string path, int seed, bool damaged, Action<string> step)
    {
        (string outcome, Difference? difference) = Once(path, seed, step);
        if (difference is null)
            return outcome;
        step($"read without us: {difference.Words}");
        if (!damaged)
            throw new InvalidDataException(difference.Words);
        if (!DecoderAlone.IsSteady(path, difference.Frame))
            return "unsteady: the decoder itself gives other frames each time";
        // What is wrong with us is wrong each time, and in the same way.
        for (int time = 0; time < Repeats; time++)
        {
            if (Once(path, seed, step).Difference != difference)
                return "unsteady: another time the frames are others";
        }
        throw new InvalidDataException(difference.Words);
    }

    private static (string Outcome, Difference? Difference) Once(string path, int seed, Action<string> step)
    {
        DecodedVideo video;
        int counted;
        try
        {
            step("open");
            using VideoFile file = VideoFile.Open(path);
            step($"read all of {file.Width}x{file.Height}");
            video = file.ReadAll(Size);
            step("count");
            counted = file.CountFrames();
        }
        catch (VideoException exception)
        {
            return (exception.Fault.ToString(), null);
        }
        string outcome = video.EndedEarly is null ? "complete" : "ended early";
        try
        {
            step($"read some of {video.FrameCount}");
            return (outcome, Compare(video.FrameCount, counted) ?? Compare(path, video, new Random(seed), step));
        }
        catch (VideoException exception)
        {
            return (outcome, new Difference(0, $"it was read whole, and then: {exception.Message}"));
        }
    }

    private static Difference? Compare(string path, DecodedVideo video, Random random, Action<string> step)
    {
        using VideoFile file = VideoFile.Open(path);
        int[] frames = [.. Enumerable.Range(0, Asked).Select(i => i == 0 ? video.FrameCount - 1 : random.Next(video.FrameCount))];
        random.Shuffle(frames);
        byte[] pixels = new byte[Size.ByteCount];
        foreach (int frame in frames)
        {
            file.Read([frame], Size, pixels);
            if (!video.Frame(frame).SequenceEqual(pixels))
                return new Difference(frame, $"frame {frame} of {video.FrameCount}, read by itself, differs from the one of the whole file by up to {Most(video.Frame(frame), pixels)} of 255");
        }
        step("read beyond the end");
        try
        {
            file.Read([video.FrameCount], Size, pixels);
            return new Difference(0, $"frame {video.FrameCount} was there, and the whole file had no more than that many");
        }
        catch (VideoException)
        {
            // As it has to be.
        }
        step("count anew");
        return Compare(video.FrameCount, file.CountFrames());
    }

    private static Difference? Compare(int whole, int counted) => whole == counted ? null : new Difference(0, $"{counted} frames were counted, and the whole file had {whole}");

    private static int Most(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int most = 0;
        for (int i = 0; i < one.Length; i++)
            most = Math.Max(most, Math.Abs(one[i] - other[i]));
        return most;
    }

    /// <summary>In what two ways to the same frames differed, and from which frame on.</summary>
    private sealed record Difference(int Frame, string Words);
}
