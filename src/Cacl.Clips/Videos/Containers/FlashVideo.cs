namespace Cacl.Clips;

/// <summary>FLV, whose header tells whether there are sound and video.</summary>
internal static class FlashVideo
{
    private const byte HasVideo = 1, HasSound = 4;

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (!file.StartsWith("FLV\x01"u8) || file.Head.Length < 9 || (file.Head[4] & HasVideo) != 0)
            return null;
        return (file.Head[4] & HasSound) != 0
            ? (VideoFault.NoVideoStream, "it is an FLV file without video: it holds sound")
            : (VideoFault.NoVideoStream, "it is an FLV file without any stream");
    }
}
