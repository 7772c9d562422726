namespace Cacl.Clips;

/// <summary>Which clips of a video are taken, and which part of their frames.</summary>
/// <remarks>By default one clip in the middle of the video, cropped to the centre of its frames.</remarks>
public sealed record ClipSelection
{
    private const int MostClips = 10_000;

    /// <summary>Where in the video clips lie.</summary>
    /// <value>Default: <see cref="ClipPlacement.Uniform"/>.</value>
    public ClipPlacement Placement { get; init; } = ClipPlacement.Uniform;

    /// <summary>At how many places clips are taken. A dense selection takes as many as there are, and leaves this at 1.</summary>
    /// <value>Default: 1.</value>
    public int Count { get; init; } = 1;

    /// <summary>How many frames apart the clips of a dense selection start; 1 for every other selection.</summary>
    /// <value>Default: 1.</value>
    public int Stride { get; init; } = 1;

    /// <summary>Which part of the frames is kept.</summary>
    /// <value>Default: <see cref="CropPlacement.Centre"/>.</value>
    public CropPlacement Crop { get; init; } = CropPlacement.Centre;

    /// <summary>How many clips one place gives: 3 with <see cref="CropPlacement.Three"/>, else 1.</summary>
    public int ClipsOfPlace => Crop == CropPlacement.Three ? 3 : 1;

    /// <summary>How many clips every video gives; null for a dense selection, where that depends on its length.</summary>
    public int? ClipCount => Placement == ClipPlacement.Dense ? null : Count * ClipsOfPlace;

    /// <summary>The size of the clips' frames.</summary>
    /// <param name="clips">How frames are resized, and how large a crop is.</param>
    public FrameSize FrameSizeOf(ClipOptions clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        return Crop == CropPlacement.Whole && clips.FixedSize is { } whole ? whole : new FrameSize(clips.CropSize, clips.CropSize);
    }

    /// <summary>Adds a line for every setting that is out of range, or that does not go with the others.</summary>
    /// <param name="option">The name that this selection goes by.</param>
    /// <param name="clips">How the clips are taken.</param>
    /// <param name="clipsOption">The name that <paramref name="clips"/> goes by; its own faults are added too.</param>
    /// <param name="faults">Takes the lines.</param>
    public void CollectFaults(string option, ClipOptions clips, string clipsOption, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(faults);
        int before = faults.Count;
        clips.CollectFaults(clipsOption, faults, cropped: Crop != CropPlacement.Whole);
        if (!Enum.IsDefined(Placement))
            faults.Add($"{option}.{nameof(Placement)} is {Placement}; it must be one of {string.Join(", ", Enum.GetNames<ClipPlacement>())}.");
        if (!Enum.IsDefined(Crop))
            faults.Add($"{option}.{nameof(Crop)} is {Crop}; it must be one of {string.Join(", ", Enum.GetNames<CropPlacement>())}.");
        if (Count is < 1 or > MostClips)
            faults.Add($"{option}.{nameof(Count)} is {Count}; it must be from 1 to {MostClips}.");
        else if (Placement == ClipPlacement.Dense && Count != 1)
            faults.Add($"{option}.{nameof(Count)} is {Count}; with {nameof(Placement)} {Placement} the video's length and {nameof(Stride)} tell the number of clips, and it must be 1.");
        if (Stride < 1)
            faults.Add($"{option}.{nameof(Stride)} is {Stride}; it must be at least 1.");
        else if (Stride != 1 && Placement != ClipPlacement.Dense)
            faults.Add($"{option}.{nameof(Stride)} is {Stride}; with {nameof(Placement)} {Placement} it must be 1, as only {ClipPlacement.Dense} has a stride.");
        if (Crop == CropPlacement.Whole && clips.FixedSize is null)
            faults.Add($"{option}.{nameof(Crop)} is {Crop}; it needs a {clipsOption}.{nameof(ClipOptions.FixedSize)}, since frames that keep their shape are not all of one size.");
        if (faults.Count == before && ClipCount is { } count && count * BytesOfClip(clips) > Array.MaxLength)
            faults.Add($"{option} takes {count} clips of {clips.Frames} frames of {FrameSizeOf(clips)} pixels, {BytesOfClip(clips)} bytes each; together they must be at most {Array.MaxLength} bytes.");
    }

    /// <summary>Bytes of one clip, RGB.</summary>
    internal long BytesOfClip(ClipOptions clips)
    {
        FrameSize size = FrameSizeOf(clips);
        return 3L * clips.Frames * size.Width * size.Height;
    }
}
