using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>Which decoder this is: another release may read other files, and give other frames.</summary>
internal static class DecoderVersion
{
    /// <summary>The releases of the library and of its binding.</summary>
    public static string Text { get; } = $"{typeof(VideoCapture).Assembly.GetName().FullName} {Cv2.GetVersionString()}";
}
