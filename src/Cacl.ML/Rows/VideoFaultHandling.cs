using System.Collections.Concurrent;
using Cacl.Clips;
using Microsoft.ML;

namespace Cacl.ML;

/// <summary>What one component does with faulty videos, and which it has found; shared by its cursors.</summary>
/// <param name="context">Whose log takes a warning for each video that is skipped.</param>
/// <param name="component">The component's name in the log.</param>
/// <param name="setting">The setting that says what is done, for messages.</param>
/// <param name="policy">What is done with faulty videos.</param>
/// <param name="columnName">The column that tells faults; used by <see cref="VideoFaultPolicy.Flag"/> alone.</param>
/// <param name="skipped">Told of each video that is skipped.</param>
internal sealed class VideoFaultHandling(MLContext context, string component, string setting, VideoFaultPolicy policy, string columnName, IProgress<SkippedVideo>? skipped)
{
    private readonly ComponentLog log = new(context, component);

    /// <summary>Whether files were read without a fault, as they were then.</summary>
    private readonly ConcurrentDictionary<FileState, bool> found = new();

    /// <summary>Files that were used although they are not complete, as they were then.</summary>
    private readonly ConcurrentDictionary<FileState, bool> usedInPart = new();

    public VideoFaultPolicy Policy => policy;

    public string ColumnName => columnName;

    /// <summary>What refuses to answer row by row; null when every row is answered.</summary>
    public string? WhyRowsAreLeftOut => policy == VideoFaultPolicy.Skip
        ? $"{component} leaves out rows of faulty videos ({setting} is {policy}), so it can't answer every row, as a prediction engine or a saved model does. Set {setting} to {VideoFaultPolicy.Flag}, which tells faults in a column, or to {VideoFaultPolicy.Throw}."
        : null;

    /// <summary>What is thrown for a faulty video: its fault, where it is, what is done with such, and what else could be.</summary>
    public VideoException Located(VideoException failure, long row, string columnOfVideos) => new(
        failure.Path,
        failure.Fault,
        $"{failure.Cause}; it is in row {row} of column '{columnOfVideos}' ({setting} is {policy}; {VideoFaultPolicy.Skip} leaves such rows out, {VideoFaultPolicy.Flag} tells them in a column)",
        failure.Frame,
        failure);

    /// <summary>What the column that tells faults holds: the kind and the cause, or what the value lacks; null where the whole video was there.</summary>
    public static string? Told(VideoException? failure, string? shortfall) =>
        failure is null ? shortfall is null ? null : $"used in part: it {shortfall}" : $"{failure.Fault}: {failure.Cause}";

    /// <summary>Whether a file is known to be sound; null when it was not read yet, or has changed since.</summary>
    public bool? IsSound(FileState file) => found.TryGetValue(file, out bool sound) ? sound : null;

    /// <summary>Notes how a file was read; the first time that it turns out faulty, this is reported.</summary>
    public void Note(FileState file, VideoException? failure)
    {
        if (failure is null)
        {
            found.TryAdd(file, true);
            return;
        }

        if (found.TryAdd(file, false) || found.TryUpdate(file, false, comparisonValue: true))
            Report(failure);
    }

    /// <summary>Reports a video that is skipped.</summary>
    public void Report(VideoException failure)
    {
        log.Report($"Skipped {failure.Path}: {failure.Cause}");
        skipped?.Report(new SkippedVideo(failure.Path, failure.Cause));
    }

    /// <summary>Notes that a video was used which is not complete; where no column tells, the log is: of a file the first time, of one in memory each time.</summary>
    public void NoteUsedInPart(FileState? file, string name, string shortfall)
    {
        if (policy != VideoFaultPolicy.Flag && (file is not { } state || usedInPart.TryAdd(state, true)))
            log.Report($"Used in part {name}: it {shortfall}");
    }

    /// <summary>Adds a line for every setting that does not go with the policy.</summary>
    public static void CollectFaults(VideoFaultPolicy policy, string policyOption, string? columnName, string columnOption, IProgress<SkippedVideo>? skipped, string skippedOption, ICollection<string> faults)
    {
        if (!Enum.IsDefined(policy))
            faults.Add($"{policyOption} is {policy}; it must be one of {string.Join(", ", Enum.GetNames<VideoFaultPolicy>())}.");
        if (columnName is "")
            faults.Add($"{columnOption} is empty; it must be null or a name.");
        else if (columnName is not null && policy != VideoFaultPolicy.Flag)
            faults.Add($"{columnOption} is '{columnName}'; with {policyOption} {policy} it must be null, as only {VideoFaultPolicy.Flag} adds a column.");
        if (skipped is not null && policy != VideoFaultPolicy.Skip)
            faults.Add($"{skippedOption} is set; with {policyOption} {policy} it must be null, as only {VideoFaultPolicy.Skip} skips videos.");
    }

    /// <summary>Adds a line when the column that tells faults would hide one that the component reads or makes.</summary>
    public static void CollectNameFaults(VideoFaultPolicy policy, string columnName, string columnOption, string outputColumnName, string inputColumnName, ICollection<string> faults)
    {
        if (policy == VideoFaultPolicy.Flag && (columnName == outputColumnName || columnName == inputColumnName))
            faults.Add($"{columnOption} is '{columnName}', which is the {(columnName == outputColumnName ? "output" : "input")} column's name too.");
    }
}
