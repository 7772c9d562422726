namespace OpenCvSharp;

public static partial class Cv2
{
    public static void Resize(InputArray src, OutputArray dst, Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        Native.Check(Native.resize(InputArray.Of(src, nameof(src)).Handle, OutputArray.Of(dst, nameof(dst)).Handle, dsize, fx, fy, (int)interpolation));

    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0) =>
        Native.Check(Native.cvt_color(InputArray.Of(src, nameof(src)).Handle, OutputArray.Of(dst, nameof(dst)).Handle, (int)code, dstCn));

    public static Mat GetRotationMatrix2D(Point2f center, double angle, double scale)
    {
        Native.Check(Native.rotation_matrix(center.X, center.Y, angle, scale, out nint matrix));
        return new Mat(matrix);
    }

    public static void WarpAffine(InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear, BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        Native.Check(Native.warp_affine(
            InputArray.Of(src, nameof(src)).Handle, OutputArray.Of(dst, nameof(dst)).Handle, InputArray.Of(m, nameof(m)).Handle, dsize, (int)flags, (int)borderMode, borderValue ?? default));

    public static void GaussianBlur(InputArray src, OutputArray dst, Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.gaussian_blur(InputArray.Of(src, nameof(src)).Handle, OutputArray.Of(dst, nameof(dst)).Handle, ksize, sigmaX, sigmaY, (int)borderType));

    public static void Rectangle(Mat img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.rectangle(InputArray.Of(img, nameof(img)).Handle, rect, color, thickness, (int)lineType, shift));

    public static void Circle(InputOutputArray img, Point center, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.circle(OutputArray.Of(img, nameof(img)).Handle, center, radius, color, thickness, (int)lineType, shift));

    public static void Line(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.line(OutputArray.Of(img, nameof(img)).Handle, pt1, pt2, color, thickness, (int)lineType, shift));
}
