using Cacl.Onnx;

namespace Cacl.Learning;

/// <summary>A part of a convolutional network that an ONNX graph can hold.</summary>
internal interface IExportedLayer
{
    /// <summary>Adds to a graph what the part computes once it is trained.</summary>
    /// <param name="input">What it reads.</param>
    /// <returns>What it gives.</returns>
    FrameMaps Export(FrameMaps input);
}
