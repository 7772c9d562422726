namespace OpenCvSharp;

public static partial class Cv2
{
    public static void SetNumThreads(int nThreads) => Native.Check(Native.set_threads(nThreads));

    public static int GetNumThreads()
    {
        Native.Check(Native.get_threads(out int count));
        return count;
    }

    public static LogLevel SetLogLevel(LogLevel logLevel)
    {
        Native.Check(Native.set_log_level((int)logLevel, out int before));
        return (LogLevel)before;
    }

    public static LogLevel GetLogLevel()
    {
        Native.Check(Native.get_log_level(out int level));
        return (LogLevel)level;
    }

    public static string? GetVersionString()
    {
        Native.Check(Native.version(out int major, out int minor, out int revision));
        return $"{major}.{minor}.{revision}";
    }

    public static void Absdiff(InputArray src1, InputArray src2, OutputArray dst) =>
        Native.Check(Native.absdiff(InputArray.Of(src1, nameof(src1)).Handle, InputArray.Of(src2, nameof(src2)).Handle, OutputArray.Of(dst, nameof(dst)).Handle));

    public static void AddWeighted(InputArray src1, double alpha, InputArray src2, double beta, double gamma, OutputArray dst, int dtype = -1) =>
        Native.Check(Native.add_weighted(InputArray.Of(src1, nameof(src1)).Handle, alpha, InputArray.Of(src2, nameof(src2)).Handle, beta, gamma, OutputArray.Of(dst, nameof(dst)).Handle, dtype));

    public static Scalar Mean(InputArray src, InputArray? mask = null)
    {
        Native.Check(Native.mean(InputArray.Of(src, nameof(src)).Handle, mask?.GetMat().CvPtr ?? 0, out Scalar mean));
        GC.KeepAlive(mask);
        return mean;
    }

    public static void Flip(InputArray src, OutputArray dst, FlipMode flipCode) =>
        Native.Check(Native.flip(InputArray.Of(src, nameof(src)).Handle, OutputArray.Of(dst, nameof(dst)).Handle, (int)flipCode));

    public static void Rotate(InputArray src, OutputArray dst, RotateFlags rotateCode) =>
        Native.Check(Native.rotate(InputArray.Of(src, nameof(src)).Handle, OutputArray.Of(dst, nameof(dst)).Handle, (int)rotateCode));
}
