using System.Runtime.CompilerServices;

namespace OpenCvSharp;

public class Mat : CvObject
{
    public Mat()
    {
        Native.Check(Native.mat_new(out nint mat));
        Own(mat);
    }

    public Mat(int rows, int cols, MatType type)
    {
        Native.Check(Native.mat_new_size(rows, cols, type.Value, out nint mat));
        Own(mat);
    }

    public Mat(int rows, int cols, MatType type, Scalar s)
    {
        Native.Check(Native.mat_new_filled(rows, cols, type.Value, s, out nint mat));
        Own(mat);
    }

    public Mat(Size size, MatType type) : this(size.Height, size.Width, type) { }
    public Mat(Size size, MatType type, Scalar s) : this(size.Height, size.Width, type, s) { }

    public Mat(Mat m, Rect roi)
    {
        ArgumentNullException.ThrowIfNull(m);
        Native.Check(Native.mat_new_roi(m.Handle, roi, out nint mat));
        Own(mat);
    }

    public Mat(string fileName, ImreadModes flags = ImreadModes.Color)
    {
        if (string.IsNullOrEmpty(fileName)) throw new ArgumentNullException(nameof(fileName));
        Native.Check(Native.imread(fileName, (int)flags, out nint mat));
        Own(mat);
    }

    internal Mat(nint owned) => Own(owned);

    private void Own(nint mat) => SetSafeHandle(new NativeHandle(mat, Native.mat_delete));

    public static Mat FromPixelData(int rows, int cols, MatType type, IntPtr data, long step = 0)
    {
        Native.Check(Native.mat_new_data(rows, cols, type.Value, data, step, out nint mat));
        return new Mat(mat);
    }

    /// <summary>A header over the array, which stays pinned until the matrix is disposed.</summary>
    public static Mat FromPixelData(int rows, int cols, MatType type, Array data, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        var mat = new Mat();
        nint pixels = mat.Pin(data);
        Native.Check(Native.mat_new_data(rows, cols, type.Value, pixels, step, out nint header));
        mat.Own(header);
        return mat;
    }

    public static Mat ImDecode(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);

    internal MatLayout Layout
    {
        get
        {
            Native.Check(Native.mat_layout(Handle, out MatLayout layout));
            return layout;
        }
    }

    public int Rows => Layout.Rows;
    public int Cols => Layout.Cols;
    public int Height => Layout.Rows;
    public int Width => Layout.Cols;
    public int Dims => Layout.Dims;
    public IntPtr Data => Layout.Data;
    public unsafe byte* DataPointer => (byte*)Layout.Data;

    public Size Size()
    {
        MatLayout layout = Layout;
        return new Size(layout.Cols, layout.Rows);
    }

    public MatType Type() => Layout.Type;
    public int Depth() => Type().Depth;
    public int Channels() => Type().Channels;
    public int ElemSize() => (int)Layout.ElemSize;
    public int ElemSize1() => (int)Layout.ElemSize / Channels();
    public long Step() => Layout.Step;
    public long Total() => Layout.Total;
    public bool Empty() => Layout is { Data: 0 } or { Total: 0 } or { Dims: 0 };
    public bool IsContinuous() => Layout.Continuous != 0;
    public bool IsSubmatrix() => Layout.Submatrix != 0;

    public IntPtr Ptr(int i0)
    {
        MatLayout layout = Layout;
        return layout.Data + (nint)(layout.Step * i0);
    }

    public void Create(int rows, int cols, MatType type) => Native.Check(Native.mat_create(Handle, rows, cols, type.Value));
    public void Create(Size size, MatType type) => Create(size.Height, size.Width, type);
    public void Release() => Native.Check(Native.mat_release(Handle));

    public Mat Clone()
    {
        Native.Check(Native.mat_clone(Handle, out nint mat));
        return new Mat(mat);
    }

    public Mat Clone(Rect roi)
    {
        using Mat part = SubMat(roi);
        return part.Clone();
    }

    public Mat SubMat(Rect roi) => new(this, roi);

    public Mat SubMat(int rowStart, int rowEnd, int colStart, int colEnd) => SubMat(new Rect(colStart, rowStart, colEnd - colStart, rowEnd - rowStart));

    public Mat this[Rect roi]
    {
        get => SubMat(roi);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using Mat part = SubMat(roi);
            if (part.Size() != value.Size() || part.Type() != value.Type())
                throw new ArgumentException($"A {value.Size()} {value.Type()} does not fit a part of {part.Size()} {part.Type()}.", nameof(value));
            value.CopyTo(part);
        }
    }

    public void CopyTo(Mat m, InputArray? mask = null)
    {
        ArgumentNullException.ThrowIfNull(m);
        Native.Check(Native.mat_copy(Handle, m.Handle, mask?.GetMat().CvPtr ?? 0));
        GC.KeepAlive(mask);
    }

    public void CopyTo(OutputArray m, InputArray? mask = null) => CopyTo(OutputArray.Of(m, nameof(m)), mask);

    public Mat SetTo(Scalar value, Mat? mask = null)
    {
        Native.Check(Native.mat_set(Handle, value, mask?.CvPtr ?? 0));
        GC.KeepAlive(mask);
        return this;
    }

    public void ConvertTo(OutputArray m, MatType rtype, double alpha = 1, double beta = 0) =>
        Native.Check(Native.mat_convert(Handle, OutputArray.Of(m, nameof(m)).Handle, rtype.Value, alpha, beta));

    public bool SaveImage(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);
    public bool ImWrite(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);

    public byte[] ImEncode(string ext = ".png", params ImageEncodingParam[] prms)
    {
        Cv2.ImEncode(ext, this, out byte[] bytes, prms);
        return bytes;
    }

    public byte[] ToBytes(string ext = ".png", params ImageEncodingParam[] prms) => ImEncode(ext, prms);

    /// <summary>All elements in row order. T must be the element, channels included: byte for CV_8UC1, Vec3b for CV_8UC3.</summary>
    public unsafe bool GetArray<T>(out T[] data) where T : unmanaged
    {
        MatLayout layout = ElementsAs<T>(nameof(GetArray));
        data = new T[layout.Total];
        for (int row = 0; row < layout.Rows; row++)
            new ReadOnlySpan<T>((byte*)layout.Data + row * layout.Step, layout.Cols).CopyTo(data.AsSpan(row * layout.Cols));
        GC.KeepAlive(this);
        return true;
    }

    public unsafe bool SetArray<T>(params T[] data) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        MatLayout layout = ElementsAs<T>(nameof(SetArray));
        if (data.Length != layout.Total) throw new ArgumentException($"A matrix of {layout.Rows} x {layout.Cols} takes {layout.Total} elements, not {data.Length}.", nameof(data));
        for (int row = 0; row < layout.Rows; row++)
            data.AsSpan(row * layout.Cols, layout.Cols).CopyTo(new Span<T>((byte*)layout.Data + row * layout.Step, layout.Cols));
        GC.KeepAlive(this);
        return true;
    }

    private MatLayout ElementsAs<T>(string member) where T : unmanaged
    {
        MatLayout layout = Layout;
        MatType? type = default(T) switch
        {
            byte => MatType.CV_8UC1,
            sbyte => MatType.CV_8SC1,
            ushort => MatType.CV_16UC1,
            short => MatType.CV_16SC1,
            int => MatType.CV_32SC1,
            float => MatType.CV_32FC1,
            double => MatType.CV_64FC1,
            Vec3b => MatType.CV_8UC3,
            _ => null,
        };
        if (type is null || layout.Type != type.Value.Value || layout.Dims > 2)
            throw new NotSupportedException($"Mat.{member}<{typeof(T).Name}> of a {layout.Dims}-dimensional matrix of {(MatType)layout.Type}");
        return layout;
    }

    /// <summary>The element at a row and column, unchecked, as in the package.</summary>
    public unsafe T At<T>(int i0, int i1) where T : unmanaged
    {
        T value = Unsafe.Read<T>((byte*)Ptr(i0) + (nint)i1 * sizeof(T));
        GC.KeepAlive(this);
        return value;
    }

    public unsafe Span<T> AsSpan<T>() where T : unmanaged
    {
        MatLayout layout = Layout;
        if (layout.Continuous == 0) throw new OpenCvSharpException("A matrix whose rows don't follow each other has no span; take RowSpan, or a Clone.");
        return new Span<T>((void*)layout.Data, checked((int)(layout.Total * layout.ElemSize / sizeof(T))));
    }

    public unsafe Span<T> RowSpan<T>(int row) where T : unmanaged
    {
        MatLayout layout = Layout;
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, layout.Rows);
        return new Span<T>((byte*)layout.Data + row * layout.Step, checked((int)(layout.Cols * layout.ElemSize / sizeof(T))));
    }

    public Mat Resize(Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear)
    {
        var result = new Mat();
        Cv2.Resize(this, result, dsize, fx, fy, interpolation);
        return result;
    }

    public Mat CvtColor(ColorConversionCodes code, int dstCn = 0)
    {
        var result = new Mat();
        Cv2.CvtColor(this, result, code, dstCn);
        return result;
    }

    public Scalar Mean(InputArray? mask = null) => Cv2.Mean(this, mask);
}
