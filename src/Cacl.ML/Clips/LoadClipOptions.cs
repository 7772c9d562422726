using Cacl.Clips;

namespace Cacl.ML;

/// <summary>Settings of the video loader.</summary>
public sealed record LoadClipOptions
{
    /// <summary>Frames, interval, sizes, and what happens to a video that is too short.</summary>
    /// <value>Default: 16 frames, interval 2, 112 x 112 pixels; a video that is too short is refused.</value>
    public ClipOptions Clips { get; init; } = new();

    /// <summary>Where in the video the clip lies.</summary>
    /// <value>Default: <see cref="ClipPlacement.Centre"/>.</value>
    public ClipPlacement Placement { get; init; } = ClipPlacement.Centre;

    /// <summary>What random places follow from, together with the path.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    internal void Validate()
    {
        var faults = new List<string>();
        Clips.CollectFaults(nameof(Clips), faults);
        if (!Enum.IsDefined(Placement))
            faults.Add($"{nameof(Placement)} is {Placement}; it must be one of {string.Join(", ", Enum.GetNames<ClipPlacement>())}.");
        if (faults.Count > 0)
            throw new ArgumentException($"{nameof(LoadClipOptions)}: {string.Join(" ", faults)}");
    }
}
