namespace Cacl.Samples.MotionSet;

/// <summary>How large a motion set is, and the seed that decides all of it.</summary>
public sealed record MotionSetOptions
{
    /// <summary>Decides textures, sizes, speeds, phases, directions and positions.</summary>
    /// <value>1 by default.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Videos of each of the eight classes to train on.</summary>
    /// <value>40 by default.</value>
    public int TrainPerClass { get; init; } = 40;

    /// <summary>Videos of each of the eight classes to validate on.</summary>
    /// <value>20 by default.</value>
    public int ValidatePerClass { get; init; } = 20;

    /// <summary>Width in pixels, even.</summary>
    /// <value>64 by default.</value>
    public int Width { get; init; } = 64;

    /// <summary>Height in pixels, even. Sprites and movements scale with it.</summary>
    /// <value>48 by default.</value>
    public int Height { get; init; } = 48;

    /// <summary>Frames of a video.</summary>
    /// <value>40 by default: a clip of 8 frames at interval 4 spans 29 of them.</value>
    public int Frames { get; init; } = 40;

    /// <summary>Frames per second that the files claim.</summary>
    /// <value>20 by default.</value>
    public double FramesPerSecond { get; init; } = 20;

    internal void Check()
    {
        List<string> faults = [];
        if (TrainPerClass < 1) faults.Add($"{nameof(TrainPerClass)} is {TrainPerClass} and must be at least 1");
        if (ValidatePerClass < 0) faults.Add($"{nameof(ValidatePerClass)} is {ValidatePerClass} and must not be negative");
        if (Width < 32 || Width % 2 != 0) faults.Add($"{nameof(Width)} is {Width} and must be even and at least 32");
        if (Height < 32 || Height % 2 != 0) faults.Add($"{nameof(Height)} is {Height} and must be even and at least 32");
        if (Height > Width) faults.Add($"{nameof(Height)} is {Height} and must not exceed {nameof(Width)}, {Width}");
        if (Frames < 1) faults.Add($"{nameof(Frames)} is {Frames} and must be at least 1");
        if (!(FramesPerSecond > 0 && double.IsFinite(FramesPerSecond))) faults.Add($"{nameof(FramesPerSecond)} is {FramesPerSecond} and must be positive");
        if (faults.Count > 0) throw new ArgumentException("The motion set's options are wrong: " + string.Join("; ", faults) + ".");
    }
}
