namespace Cacl.Learning;

/// <summary>What every run has to know that learns an encoder without labels, whatever its method.</summary>
/// <remarks>A method's options derive from this record, and make what is learned.</remarks>
public abstract record PretrainingOptions : TrainingOptions
{
    private protected PretrainingOptions()
    {
    }

    /// <summary>The network that becomes the encoder.</summary>
    /// <value>Default: R3D-18, unless the method says another. <see cref="EncoderArchitecture.Named"/> gives others by name.</value>
    public EncoderArchitecture Encoder { get; init; } = R3dArchitecture.R18;

    /// <summary>Clips whose features are averaged when a video is embedded.</summary>
    /// <value>Default: 10.</value>
    public int EmbedClips { get; init; } = 10;

    /// <summary>The names of the run's stages in order; the last is the method's own.</summary>
    internal abstract IReadOnlyList<string> Stages { get; }

    /// <summary>Makes what is learned around an encoder that stays the caller's, after learning or examining whatever must come before it.</summary>
    /// <param name="encoder">The encoder, on its device.</param>
    /// <param name="run">The run.</param>
    internal abstract PretrainingObjective MakeObjective(ClipNetwork encoder, TrainingRun run);

    /// <summary>Fewer videos than this can't be learned from.</summary>
    internal virtual int FewestVideos => 2;

    /// <inheritdoc/>
    protected override void CollectFaults(List<string> faults)
    {
        base.CollectFaults(faults);
        Encoder.CollectFaults(nameof(Encoder), faults);
        if (EmbedClips is < 1 or > 10_000)
            faults.Add($"{nameof(EmbedClips)} is {EmbedClips}; it must be from 1 to 10000.");
    }
}
