using System.Runtime.InteropServices;

namespace Cacl.Samples.Programs;

/// <summary>Keeps what native libraries print about broken files off the console: programs name those files themselves.</summary>
public static partial class NativeMessages
{
    // FFmpeg's number for "quiet".
    private static readonly (string Name, string Value)[] Variables = [("OPENCV_FFMPEG_LOGLEVEL", "-8"), ("OPENCV_LOG_LEVEL", "SILENT")];

    /// <summary>Has to come before the first video is opened. What the user's environment says counts more.</summary>
    public static void Silence()
    {
        foreach (var (name, value) in Variables)
            if (OperatingSystem.IsWindows())
                Environment.SetEnvironmentVariable(name, Environment.GetEnvironmentVariable(name) ?? value);
            else
                // .NET keeps its own copy of the environment, which native libraries do not see.
                _ = SetVariable(name, value, overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
