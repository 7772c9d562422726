using System.Diagnostics.CodeAnalysis;

namespace OpenCvSharp;

/// <summary>What a function fills. Only matrices are served.</summary>
public class OutputArray : CvObject
{
    private readonly Mat mat;

    internal OutputArray(Mat mat)
    {
        this.mat = mat;
        GC.SuppressFinalize(this); // owns nothing, and calls make one per argument
    }

    internal static Mat Of(OutputArray? array, string name) => (array ?? throw new ArgumentNullException(name)).mat;

    public static OutputArray Create(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));
    [return: NotNullIfNotNull(nameof(mat))]
    public static implicit operator OutputArray?(Mat? mat) => mat is null ? null : new(mat);

    public virtual Mat GetMat() => mat;
}
