using System.Diagnostics.CodeAnalysis;

namespace OpenCvSharp;

/// <summary>What a function changes in place. Only matrices are served.</summary>
public class InputOutputArray : OutputArray
{
    internal InputOutputArray(Mat mat) : base(mat) { }

    public static new InputOutputArray Create(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));
    [return: NotNullIfNotNull(nameof(mat))]
    public static implicit operator InputOutputArray?(Mat? mat) => mat is null ? null : new(mat);
}
