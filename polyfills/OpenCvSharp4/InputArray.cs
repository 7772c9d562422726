using System.Diagnostics.CodeAnalysis;

namespace OpenCvSharp;

/// <summary>What a function reads. Only matrices are served.</summary>
public class InputArray : CvObject
{
    private readonly Mat mat;

    internal InputArray(Mat mat)
    {
        this.mat = mat;
        GC.SuppressFinalize(this); // owns nothing, and calls make one per argument
    }

    internal static Mat Of(InputArray? array, string name) => (array ?? throw new ArgumentNullException(name)).mat;

    public static InputArray Create(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));

    // null stands for an optional argument that is not given
    [return: NotNullIfNotNull(nameof(mat))]
    public static implicit operator InputArray?(Mat? mat) => mat is null ? null : new(mat);

    public Mat GetMat(int i = -1) => i < 0 ? mat : throw new NotSupportedException("InputArray.GetMat(i) of a vector of matrices");
}
