namespace Cacl.Onnx;

/// <summary>How an encoder's graph takes clips.</summary>
public enum ClipLayout
{
    /// <summary>Bytes [clips, frames, height, width, 3], as they were decoded: RGB, 0 to 255.</summary>
    Bytes,

    /// <summary>Floats [clips, 3, frames, height, width]: RGB, 0 to 1.</summary>
    FloatPlanes,
}
