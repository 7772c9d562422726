using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenCvSharp;

[StructLayout(LayoutKind.Sequential)]
internal struct MatLayout
{
    public nint Data;
    public long Step, Total, ElemSize;
    public int Rows, Cols, Dims, Type, Continuous, Submatrix;
}

/// <summary>The functions of native/cacl_opencv.cpp, and the one place that turns a status into an exception.</summary>
internal static partial class Native
{
    private const string Library = "cacl_opencv";

    internal static void Check(int status)
    {
        if (status != 0) throw LastFault((ErrorCode)status);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OpenCVException LastFault(ErrorCode status)
    {
        _ = fault(out nint message, out nint function, out nint file, out int line);
        return new OpenCVException(status, Marshal.PtrToStringUTF8(function) ?? "", Marshal.PtrToStringUTF8(message) ?? "", Marshal.PtrToStringUTF8(file) ?? "", line);
    }

    [LibraryImport(Library, EntryPoint = "cacl_cv_fault")] private static partial int fault(out nint message, out nint function, out nint file, out int line);

    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_new")] internal static partial int mat_new(out nint mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_new_size")] internal static partial int mat_new_size(int rows, int cols, int type, out nint mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_new_filled")] internal static partial int mat_new_filled(int rows, int cols, int type, Scalar value, out nint mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_new_data")] internal static partial int mat_new_data(int rows, int cols, int type, nint data, long step, out nint mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_new_roi")] internal static partial int mat_new_roi(SafeHandle source, Rect roi, out nint mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_delete")] internal static partial int mat_delete(nint mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_release")] internal static partial int mat_release(SafeHandle mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_create")] internal static partial int mat_create(SafeHandle mat, int rows, int cols, int type);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_clone")] internal static partial int mat_clone(SafeHandle source, out nint mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_copy")] internal static partial int mat_copy(SafeHandle source, SafeHandle destination, nint mask);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_set")] internal static partial int mat_set(SafeHandle mat, Scalar value, nint mask);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_convert")] internal static partial int mat_convert(SafeHandle source, SafeHandle destination, int type, double alpha, double beta);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mat_layout")] internal static partial int mat_layout(SafeHandle mat, out MatLayout layout);
    [LibraryImport(Library, EntryPoint = "cacl_cv_set_threads")] internal static partial int set_threads(int count);
    [LibraryImport(Library, EntryPoint = "cacl_cv_get_threads")] internal static partial int get_threads(out int count);
    [LibraryImport(Library, EntryPoint = "cacl_cv_set_log_level")] internal static partial int set_log_level(int level, out int before);
    [LibraryImport(Library, EntryPoint = "cacl_cv_get_log_level")] internal static partial int get_log_level(out int level);
    [LibraryImport(Library, EntryPoint = "cacl_cv_version")] internal static partial int version(out int major, out int minor, out int revision);
    [LibraryImport(Library, EntryPoint = "cacl_cv_absdiff")] internal static partial int absdiff(SafeHandle a, SafeHandle b, SafeHandle result);
    [LibraryImport(Library, EntryPoint = "cacl_cv_add_weighted")] internal static partial int add_weighted(SafeHandle a, double alpha, SafeHandle b, double beta, double gamma, SafeHandle result, int depth);
    [LibraryImport(Library, EntryPoint = "cacl_cv_mean")] internal static partial int mean(SafeHandle mat, nint mask, out Scalar mean);
    [LibraryImport(Library, EntryPoint = "cacl_cv_flip")] internal static partial int flip(SafeHandle source, SafeHandle result, int mode);
    [LibraryImport(Library, EntryPoint = "cacl_cv_rotate")] internal static partial int rotate(SafeHandle source, SafeHandle result, int mode);

    [LibraryImport(Library, EntryPoint = "cacl_cv_resize")] internal static partial int resize(SafeHandle source, SafeHandle result, Size size, double fx, double fy, int interpolation);
    [LibraryImport(Library, EntryPoint = "cacl_cv_cvt_color")] internal static partial int cvt_color(SafeHandle source, SafeHandle result, int code, int channels);
    [LibraryImport(Library, EntryPoint = "cacl_cv_rotation_matrix")] internal static partial int rotation_matrix(float x, float y, double angle, double scale, out nint matrix);
    [LibraryImport(Library, EntryPoint = "cacl_cv_warp_affine")] internal static partial int warp_affine(SafeHandle source, SafeHandle result, SafeHandle matrix, Size size, int flags, int border, Scalar value);
    [LibraryImport(Library, EntryPoint = "cacl_cv_gaussian_blur")] internal static partial int gaussian_blur(SafeHandle source, SafeHandle result, Size kernel, double sigmaX, double sigmaY, int border);
    [LibraryImport(Library, EntryPoint = "cacl_cv_rectangle")] internal static partial int rectangle(SafeHandle image, Rect rect, Scalar color, int thickness, int line, int shift);
    [LibraryImport(Library, EntryPoint = "cacl_cv_circle")] internal static partial int circle(SafeHandle image, Point center, int radius, Scalar color, int thickness, int line, int shift);
    [LibraryImport(Library, EntryPoint = "cacl_cv_line")] internal static partial int line(SafeHandle image, Point a, Point b, Scalar color, int thickness, int line, int shift);

    [LibraryImport(Library, EntryPoint = "cacl_cv_imread", StringMarshalling = StringMarshalling.Utf8)] internal static partial int imread(string path, int flags, out nint mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_imwrite", StringMarshalling = StringMarshalling.Utf8)] internal static partial int imwrite(string path, SafeHandle image, int[] parameters, int count, out int written);
    [LibraryImport(Library, EntryPoint = "cacl_cv_imdecode")] internal static partial int imdecode(ReadOnlySpan<byte> bytes, int length, int flags, out nint mat);
    [LibraryImport(Library, EntryPoint = "cacl_cv_imencode", StringMarshalling = StringMarshalling.Utf8)] internal static partial int imencode(string extension, SafeHandle image, int[] parameters, int count, out nint bytes, out nint start, out long length, out int encoded);
    [LibraryImport(Library, EntryPoint = "cacl_cv_bytes_delete")] internal static partial int bytes_delete(nint bytes);

    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_new")] internal static partial int capture_new(out nint capture);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_delete")] internal static partial int capture_delete(nint capture);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_open", StringMarshalling = StringMarshalling.Utf8)] internal static partial int capture_open(SafeHandle capture, string path, int api, int[] parameters, int count, out int opened);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_is_opened")] internal static partial int capture_is_opened(SafeHandle capture, out int opened);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_release")] internal static partial int capture_release(SafeHandle capture);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_grab")] internal static partial int capture_grab(SafeHandle capture, out int grabbed);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_retrieve")] internal static partial int capture_retrieve(SafeHandle capture, SafeHandle image, int flag, out int retrieved);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_read")] internal static partial int capture_read(SafeHandle capture, SafeHandle image, out int got);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_get")] internal static partial int capture_get(SafeHandle capture, int property, out double value);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_set")] internal static partial int capture_set(SafeHandle capture, int property, double value, out int served);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_throws")] internal static partial int capture_throws(SafeHandle capture, int enable);
    [LibraryImport(Library, EntryPoint = "cacl_cv_capture_backend")] internal static partial int capture_backend(SafeHandle capture, Span<byte> name, int capacity);

    [LibraryImport(Library, EntryPoint = "cacl_cv_writer_new")] internal static partial int writer_new(out nint writer);
    [LibraryImport(Library, EntryPoint = "cacl_cv_writer_delete")] internal static partial int writer_delete(nint writer);
    [LibraryImport(Library, EntryPoint = "cacl_cv_writer_open", StringMarshalling = StringMarshalling.Utf8)] internal static partial int writer_open(SafeHandle writer, string path, int api, int fourcc, double fps, Size size, int color, out int opened);
    [LibraryImport(Library, EntryPoint = "cacl_cv_writer_is_opened")] internal static partial int writer_is_opened(SafeHandle writer, out int opened);
    [LibraryImport(Library, EntryPoint = "cacl_cv_writer_release")] internal static partial int writer_release(SafeHandle writer);
    [LibraryImport(Library, EntryPoint = "cacl_cv_writer_write")] internal static partial int writer_write(SafeHandle writer, SafeHandle image);
    [LibraryImport(Library, EntryPoint = "cacl_cv_writer_get")] internal static partial int writer_get(SafeHandle writer, int property, out double value);
    [LibraryImport(Library, EntryPoint = "cacl_cv_writer_set")] internal static partial int writer_set(SafeHandle writer, int property, double value, out int served);
    [LibraryImport(Library, EntryPoint = "cacl_cv_writer_backend")] internal static partial int writer_backend(SafeHandle writer, Span<byte> name, int capacity);
}
