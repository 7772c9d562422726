using Cacl.Clips;

namespace Cacl.ML;

/// <summary>Settings of the video loader.</summary>
public sealed record LoadClipOptions
{
    /// <summary>Frames, interval, sizes, and what happens to a video that is too short.</summary>
    /// <value>Default: 16 frames, interval 2, 112 x 112 pixels; a video that is too short is faulty.</value>
    public ClipOptions Clips { get; init; } = new();

    /// <summary>Which clips of the video are taken, and which part of their frames.</summary>
    /// <value>Default: one clip in the middle, cropped to the centre of its frames.</value>
    public ClipSelection Selection { get; init; } = new();

    /// <summary>What random places and crops follow from, together with the path.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>What happens to a video that can't be read, is damaged or is too short.</summary>
    /// <value>Default: <see cref="VideoFaultPolicy.Throw"/>.</value>
    public VideoFaultPolicy FaultyVideos { get; init; } = VideoFaultPolicy.Throw;

    /// <summary>The column that <see cref="VideoFaultPolicy.Flag"/> adds: text, the kind of the fault and its cause, empty where there is none.</summary>
    /// <value>Default: null, which stands for the output column's name followed by Fault, such as ClipFault.</value>
    public string? FaultColumnName { get; init; }

    /// <summary>
    /// Told of each video that <see cref="VideoFaultPolicy.Skip"/> leaves out, once as long as the file does not change, on whichever
    /// thread reads; the context's log gets a warning too.
    /// </summary>
    /// <value>Default: null.</value>
    public IProgress<SkippedVideo>? Skipped { get; init; }

    internal void Validate(string outputColumnName)
    {
        var faults = new List<string>();
        if (Clips is null)
            faults.Add($"{nameof(Clips)} is null.");
        if (Selection is null)
            faults.Add($"{nameof(Selection)} is null.");
        if (Clips is not null && Selection is not null)
            Selection.CollectFaults(nameof(Selection), Clips, nameof(Clips), faults);
        VideoFaultHandling.CollectFaults(FaultyVideos, nameof(FaultyVideos), FaultColumnName, nameof(FaultColumnName), Skipped, nameof(Skipped), faults);
        if (FaultColumnName == outputColumnName)
            faults.Add($"{nameof(FaultColumnName)} is '{FaultColumnName}', which is the output column's name too.");
        if (faults.Count > 0)
            throw new ArgumentException($"{nameof(LoadClipOptions)}: {string.Join(" ", faults)}");
    }
}
