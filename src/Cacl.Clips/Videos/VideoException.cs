namespace Cacl.Clips;

/// <summary>A video could not be read; the message names the file, the frame where there is one, and the cause.</summary>
public sealed class VideoException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="path">The video's path, as it was given.</param>
    /// <param name="fault">The kind of fault.</param>
    /// <param name="cause">The cause in words, without the file's name; ends without a full stop.</param>
    /// <param name="frame">The frame it happened at, counted from 0 in decode order; -1 when it concerns none.</param>
    /// <param name="innerException">What lies beneath, if anything.</param>
    public VideoException(string path, VideoFault fault, string cause, int frame = -1, Exception? innerException = null)
        : base(frame < 0 ? $"Can't read the video '{path}': {cause}." : $"Can't read frame {frame} of the video '{path}': {cause}.", innerException)
    {
        Path = path;
        Fault = fault;
        Cause = cause;
        Frame = frame;
    }

    /// <summary>The video's path, as it was given.</summary>
    public string Path { get; }

    /// <summary>The kind of fault.</summary>
    public VideoFault Fault { get; }

    /// <summary>The cause in words, without the file's name: for lists that name the file elsewhere.</summary>
    public string Cause { get; }

    /// <summary>The frame it happened at, counted from 0 in decode order; -1 when it concerns none.</summary>
    public int Frame { get; }
}
