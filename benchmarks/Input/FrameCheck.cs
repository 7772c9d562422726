namespace Cacl.Benchmarks.Input;

/// <summary>Tells whether a peer gave the frames that were asked for, by holding them against our sequential read.</summary>
/// <remarks>Peers scale and convert colours in other ways, so a frame counts as wrong when another frame of the video is clearly nearer to it.</remarks>
internal sealed class FrameCheck(byte[] sequential, int bytesOfFrame)
{
    // Of 255: differences below it are those of scaling, and of still scenes.
    private const double Slack = 0.5;

    // No way of scaling changes a picture this much; turning it does.
    private const double OtherPicture = 40;

    // Every so many bytes are compared: odd to rows and colours.
    private const int Stride = 7;

    /// <summary>Frames of the sequential read.</summary>
    public int FrameCount => sequential.Length / bytesOfFrame;

    /// <summary>How many frames are wrong or missing.</summary>
    /// <param name="file">RGB frames as a server saved them.</param>
    /// <param name="wanted">Which frames they should be.</param>
    public int Wrong(string file, IReadOnlyList<int> wanted)
    {
        byte[] given = File.ReadAllBytes(file);
        int wrong = 0;
        for (int i = 0; i < wanted.Count; i++)
        {
            if ((i + 1) * bytesOfFrame > given.Length || !Is(given.AsSpan(i * bytesOfFrame, bytesOfFrame), wanted[i]))
                wrong++;
        }
        return wrong;
    }

    /// <summary>Whether the bytes are just those of the sequential read.</summary>
    public bool Same(string file, IReadOnlyList<int> wanted)
    {
        byte[] given = File.ReadAllBytes(file);
        return given.Length == wanted.Count * bytesOfFrame
            && wanted.Select((frame, i) => (frame, i)).All(each => given.AsSpan(each.i * bytesOfFrame, bytesOfFrame).SequenceEqual(Frame(each.frame)));
    }

    private bool Is(ReadOnlySpan<byte> picture, int frame)
    {
        double own = Distance(picture, Frame(frame));
        double least = own;
        for (int other = 0; other < FrameCount; other++)
            least = Math.Min(least, Distance(picture, Frame(other)));
        return own <= least + Slack && own < OtherPicture;
    }

    private ReadOnlySpan<byte> Frame(int frame) => sequential.AsSpan(frame * bytesOfFrame, bytesOfFrame);

    private static double Distance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        long sum = 0;
        int count = 0;
        for (int i = 0; i < a.Length; i += Stride, count++)
            sum += Math.Abs(a[i] - b[i]);
        return (double)sum / count;
    }
}
