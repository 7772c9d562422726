using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OpenCvSharp;

namespace Cacl.Fuzz;

/// <summary>OpenCV's own reader without ours: whether a damaged file has one answer at all.</summary>
/// <remarks>
/// FFmpeg conceals damage with whatever its buffers and threads hold at that moment, and OpenCV gives the picture
/// before again when frames change in size. So a damaged frame can differ from one reading to the next, whoever reads.
/// Readings are made to differ by what fresh memory is filled with, and by converting the frames before or not.
/// </remarks>
internal static partial class DecoderAlone
{
    private const int Rounds = 30, Together = 4;

    // mallopt's number for what memory is filled with.
    private const int Perturb = -6;

    /// <summary>Whether OpenCV gives the same number of frames, and the same pictures from one of them on, however often it is asked.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frame">The first frame that is compared.</param>
    /// <param name="step">Is told before each round.</param>
    public static bool IsSteady(string path, int frame, Action<string> step)
    {
        HashSet<string> answers = [];
        try
        {
            for (int round = 0; round < Rounds && answers.Count < 2; round++)
            {
                step($"read without us, round {round}");
                FillFreshMemory((round % 5) switch { 0 => 0, 1 => 0x55, 2 => 0xAA, 3 => 0x01, _ => 0xFF });
                string[] read = new string[Together];
                // Several at once, so that the decoder's threads come in another order each time.
                Parallel.For(0, Together, reader => read[reader] = Read(path, frame, convertAll: reader % 2 == 0));
                answers.UnionWith(read);
            }
        }
        finally
        {
            FillFreshMemory(0);
        }
        return answers.Count == 1;
    }

    private static string Read(string path, int frame, bool convertAll)
    {
        using VideoCapture capture = new();
        using Mat picture = new();
        if (!capture.Open(path, VideoCaptureAPIs.FFMPEG))
            return "not opened";
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        int count = 0;
        try
        {
            for (; capture.Grab(); count++)
            {
                if ((convertAll || count >= frame) && capture.Retrieve(picture) && count >= frame)
                    Add(hash, picture);
            }
        }
        catch (OpenCVException exception)
        {
            return $"{count} {exception.Message}";
        }
        return $"{count} {Convert.ToHexString(hash.GetHashAndReset())}";
    }

    private static unsafe void Add(IncrementalHash hash, Mat picture)
    {
        using Mat whole = picture.Clone();
        hash.AppendData(new ReadOnlySpan<byte>((void*)whole.Data, checked((int)(whole.Total() * whole.ElemSize()))));
    }

    private static void FillFreshMemory(int value)
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetAllocator(Perturb, value);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc: its memory is as it comes.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocator(int parameter, int value);
}
