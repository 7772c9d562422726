namespace Cacl.Learning;

/// <summary>What a checkpoint says of itself beside its tensors, as JSON in the file's metadata.</summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Stage">The stage that was under way.</param>
/// <param name="Step">Its steps that are done.</param>
/// <param name="Seconds">Seconds that the run took so far, over all its processes.</param>
/// <param name="Pointers">Where the next key of each queue goes, by the queue's name.</param>
/// <param name="Options">The run's options that bear on its numbers.</param>
internal sealed record CheckpointHeader(
    int Version, string Stage, int Step, double Seconds, IReadOnlyDictionary<string, int> Pointers, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int CurrentVersion = 2;
}
