using Cacl.Clips;

namespace Cacl.Fuzz;

/// <summary>By what a file is read a second time, to hold it against the first.</summary>
public enum Way
{
    /// <summary>By <see cref="VideoFile"/> alone, at a fixed size.</summary>
    File,

    /// <summary>By <see cref="ClipReader"/>, as all that follow at a size that goes by the frames' shorter side.</summary>
    Clips,

    /// <summary>By what a <see cref="VideoIndex"/> finds out about it.</summary>
    Index,

    /// <summary>By way of a <see cref="FrameCache"/>.</summary>
    Cache,
}
