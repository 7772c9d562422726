using OpenCvSharp;

namespace Cacl.Demo.Tests;

/// <summary>Counts the colours of a picture: a blank page has one.</summary>
internal static class PngColours
{
    internal static int Count(string path)
    {
        using var picture = Cv2.ImRead(path);
        picture.GetArray(out Vec3b[] pixels);
        return pixels.Distinct().Count();
    }
}
