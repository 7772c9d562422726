namespace Cacl.Samples.MotionSet;

/// <summary>The classes of a motion set. A class's folder has its name in lower case.</summary>
public enum MotionKind
{
    /// <summary>To and fro along the rows.</summary>
    Horizontal,

    /// <summary>Up and down.</summary>
    Vertical,

    /// <summary>Round a circle, either way, without turning.</summary>
    Circle,

    /// <summary>Turning in place, either way.</summary>
    Rotate,

    /// <summary>Growing and shrinking in place.</summary>
    Zoom,

    /// <summary>A small, fast oscillation in a random direction.</summary>
    Shake,

    /// <summary>At rest, growing brighter and darker.</summary>
    Flicker,

    /// <summary>Along a diagonal, swinging fast across it.</summary>
    Zigzag,
}
