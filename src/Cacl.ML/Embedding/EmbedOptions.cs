using Cacl.Clips;
using Cacl.Onnx;

namespace Cacl.ML;

/// <summary>Settings of the featurizer.</summary>
public sealed record EmbedOptions
{
    /// <summary>How clips are taken and computed. Where it names no GPU, the context's <c>GpuDeviceId</c> and <c>FallbackToCpu</c> decide.</summary>
    /// <value>Default: clips as the encoder's file says.</value>
    public VideoFeaturizerOptions Featurizer { get; init; } = new();

    /// <summary>What happens to a video that can't be read, is damaged or is too short. Clips that come ready in a column have no such faults.</summary>
    /// <remarks>
    /// A video that ends before what its container promises, but not so early that <see cref="ClipOptions.LeastReadable"/> refuses it, is
    /// not faulty. <see cref="VideoFaultPolicy.Flag"/> tells it in the column of faults; else the context's log gets a warning, once as long
    /// as the file does not change.
    /// </remarks>
    /// <value>Default: <see cref="VideoFaultPolicy.Throw"/>.</value>
    public VideoFaultPolicy FaultyVideos { get; init; } = VideoFaultPolicy.Throw;

    /// <summary>The column that <see cref="VideoFaultPolicy.Flag"/> adds: text, the kind of the fault and its cause; "used in part: " and the reason where the vector comes from a video that is not complete; empty where there is nothing to tell.</summary>
    /// <value>Default: null, which stands for the output column's name followed by Fault, such as FeaturesFault.</value>
    public string? FaultColumnName { get; init; }

    /// <summary>
    /// Told of each video that <see cref="VideoFaultPolicy.Skip"/> leaves out, once as long as the file does not change, one in memory
    /// each time, on whichever thread reads; the context's log gets a warning too.
    /// </summary>
    /// <value>Default: null.</value>
    public IProgress<SkippedVideo>? Skipped { get; init; }

    /// <summary>The column that tells faults beside an output column.</summary>
    internal string FaultColumnNameOf(string outputColumnName) => FaultColumnName ?? $"{outputColumnName}Fault";

    internal void Validate(string outputColumnName, string inputColumnName)
    {
        var faults = new List<string>();
        if (Featurizer is null)
            faults.Add($"{nameof(Featurizer)} is null.");
        Featurizer?.CollectFaults($"{nameof(Featurizer)}.", faults);
        VideoFaultHandling.CollectFaults(FaultyVideos, nameof(FaultyVideos), FaultColumnName, nameof(FaultColumnName), Skipped, nameof(Skipped), faults);
        VideoFaultHandling.CollectNameFaults(FaultyVideos, FaultColumnNameOf(outputColumnName), nameof(FaultColumnName), outputColumnName, inputColumnName, faults);
        if (faults.Count > 0)
            throw new ArgumentException($"{nameof(EmbedOptions)}: {string.Join(" ", faults)}");
    }
}
