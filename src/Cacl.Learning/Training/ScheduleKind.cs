namespace Cacl.Learning;

/// <summary>What becomes of the learning rate over a run.</summary>
public enum ScheduleKind
{
    /// <summary>It falls to 0 along half a cosine.</summary>
    Cosine,

    /// <summary>It is multiplied by <see cref="TrainingOptions.MilestoneFactor"/> at each of <see cref="TrainingOptions.Milestones"/>.</summary>
    Step,

    /// <summary>It stays.</summary>
    Constant,
}
