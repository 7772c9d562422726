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

    /// <summary>What random places and crops follow from, together with <see cref="Epoch"/> and the path as the column has it: the same file by another path gives other clips.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Which pass over the data this is, from 0. A view gives the same clips each time that it is read; a view with another epoch gives
    /// other random places and crops.
    /// </summary>
    /// <value>Default: 0.</value>
    public int Epoch { get; init; }

    /// <summary>
    /// What is known of the videos: of one that it holds, and that has not changed since, only the wanted frames are decoded, and not
    /// the whole file to count them. The clips are the same.
    /// </summary>
    /// <value>Default: null.</value>
    public VideoIndex? Index { get; init; }

    /// <summary>
    /// A folder for decoded videos, so that later passes over the data, later runs and other processes read frames and do not decode them.
    /// It may be shared, and deleted at any time; see <see cref="FrameCache"/>. The clips are the same.
    /// </summary>
    /// <remarks>
    /// A video that takes up to 256 MiB at the size of <see cref="Clips"/>, and at most half of <see cref="CacheFolderMegabytes"/>, is decoded
    /// whole the first time, also with an <see cref="Index"/>; longer ones are read as without a folder. A folder that can't be written, and
    /// a damaged file in it, cost time and no clip, and the context's log gets a warning. A saved model has no folder.
    /// </remarks>
    /// <value>Default: null, for none.</value>
    public string? CacheFolder { get; init; }

    /// <summary>The most that decoded videos in <see cref="CacheFolder"/> may take, in MiB: from 1 to 1,073,741,824. Those not used for the longest are deleted.</summary>
    /// <value>Default: 16384.</value>
    public int CacheFolderMegabytes { get; init; } = 16_384;

    /// <summary>What happens to a video that can't be read, is damaged or is too short.</summary>
    /// <remarks>
    /// A video that ends before what its container promises, but not so early that <see cref="ClipOptions.LeastReadable"/> refuses it, is
    /// not faulty: its clip is real. <see cref="VideoFaultPolicy.Flag"/> tells it in the column of faults; else the context's log gets a
    /// warning, once as long as the file does not change.
    /// </remarks>
    /// <value>Default: <see cref="VideoFaultPolicy.Throw"/>.</value>
    public VideoFaultPolicy FaultyVideos { get; init; } = VideoFaultPolicy.Throw;

    /// <summary>The column that <see cref="VideoFaultPolicy.Flag"/> adds: text, the kind of the fault and its cause; "used in part: " and the reason where the clip comes from a video that is not complete; empty where there is nothing to tell.</summary>
    /// <value>Default: null, which stands for the output column's name followed by Fault, such as ClipFault.</value>
    public string? FaultColumnName { get; init; }

    /// <summary>
    /// Told of each video that <see cref="VideoFaultPolicy.Skip"/> leaves out, once as long as the file does not change, on whichever
    /// thread reads; the context's log gets a warning too.
    /// </summary>
    /// <value>Default: null.</value>
    public IProgress<SkippedVideo>? Skipped { get; init; }

    /// <summary>The column that tells faults beside an output column.</summary>
    internal string FaultColumnNameOf(string outputColumnName) => FaultColumnName ?? $"{outputColumnName}Fault";

    internal void Validate(string outputColumnName, string inputColumnName)
    {
        var faults = new List<string>();
        if (Clips is null)
            faults.Add($"{nameof(Clips)} is null.");
        if (Selection is null)
            faults.Add($"{nameof(Selection)} is null.");
        if (Clips is not null && Selection is not null)
            Selection.CollectFaults(nameof(Selection), Clips, nameof(Clips), faults);
        if (Epoch < 0)
            faults.Add($"{nameof(Epoch)} is {Epoch}; it must be at least 0.");
        FrameCache.CollectFaults(nameof(CacheFolder), CacheFolder, nameof(CacheFolderMegabytes), CacheFolderMegabytes, faults);
        VideoFaultHandling.CollectFaults(FaultyVideos, nameof(FaultyVideos), FaultColumnName, nameof(FaultColumnName), Skipped, nameof(Skipped), faults);
        VideoFaultHandling.CollectNameFaults(FaultyVideos, FaultColumnNameOf(outputColumnName), nameof(FaultColumnName), outputColumnName, inputColumnName, faults);
        if (faults.Count > 0)
            throw new ArgumentException($"{nameof(LoadClipOptions)}: {string.Join(" ", faults)}");
    }
}
