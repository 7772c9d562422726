using System.Runtime.InteropServices;

namespace Cacl.Clips;

/// <summary>What the native decoder prints on standard error, such as <c>[mjpeg @ 0x55d5] overread 8</c>.</summary>
/// <remarks>
/// FFmpeg and OpenCV print a line at most damaged places, which says nothing that a <see cref="VideoException"/> or a <see cref="VideoEnding"/>
/// does not tell with the file's name. OpenCV has no function against it: it reads the variables OPENCV_FFMPEG_LOGLEVEL (-8 is quiet) and
/// OPENCV_LOG_LEVEL (SILENT) of the process's environment once, when it opens the first video. Set where the process is started, they need no
/// call of this class; the library never sets them by itself.
/// </remarks>
public static partial class DecoderMessages
{
    private static readonly (string Name, string Value)[] Variables = [("OPENCV_FFMPEG_LOGLEVEL", "-8"), ("OPENCV_LOG_LEVEL", "SILENT")];

    /// <summary>Keeps the decoder quiet, by setting those of its variables that are not set yet.</summary>
    /// <remarks>
    /// For the first lines of a program: after the first video was opened it has no effect, and on systems other than Windows the environment
    /// must not be changed while other threads may read it.
    /// </remarks>
    public static void Silence()
    {
        foreach ((string name, string value) in Variables)
        {
            if (OperatingSystem.IsWindows())
                Environment.SetEnvironmentVariable(name, Environment.GetEnvironmentVariable(name) ?? value);
            else
                // .NET keeps its own copy of the environment, which native libraries do not see.
                _ = SetVariable(name, value, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
