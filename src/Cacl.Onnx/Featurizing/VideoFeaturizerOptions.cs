using Cacl.Clips;

namespace Cacl.Onnx;

/// <summary>Settings of <see cref="VideoFeaturizer"/>.</summary>
public sealed record VideoFeaturizerOptions
{
    private const int MostClips = 10_000;
    private const int LargestBatch = 1024;
    private const int MostThreads = 1024;

    /// <summary>How clips are taken from a video; frames are cropped to their centre.</summary>
    /// <value>Default: null, as the encoder's file says. One of another program says nothing: it embeds ready clips alone, unless this is set.</value>
    public ClipOptions? Clips { get; init; }

    /// <summary>How many clips at even places of a video its vector is the mean of.</summary>
    /// <value>Default: null, as many as the encoder's file says; 10 where it says nothing.</value>
    public int? ClipCount { get; init; }

    /// <summary>How many clips one run of the network takes at most, of several videos where one has fewer.</summary>
    /// <value>Default: null: 1 on a CPU, where a batch takes memory and gains no time; 16 on a GPU.</value>
    public int? BatchSize { get; init; }

    /// <summary>How many threads one run takes on a CPU. As many runs go on side by side as there are processors for.</summary>
    /// <remarks>One thread a run embeds the most videos a second; more of them answer the sooner where one clip at a time is asked for.</remarks>
    /// <value>Default: 1.</value>
    public int ThreadsPerRun { get; init; } = 1;

    /// <summary>How many videos are worked on side by side, where other processes want a part of the processors.</summary>
    /// <value>Default: null: as many as there are processors for.</value>
    public int? Workers { get; init; }

    /// <summary>The GPU that computes, counted from 0, by ONNX Runtime's CUDA provider (the package Microsoft.ML.OnnxRuntime.Gpu).</summary>
    /// <value>Default: null, the CPU.</value>
    public int? GpuDeviceId { get; init; }

    /// <summary>Whether the CPU computes where the GPU can't be had; <see cref="VideoFeaturizer.WhyNotGpu"/> tells the reason then.</summary>
    /// <value>Default: false.</value>
    public bool FallbackToCpu { get; init; }

    /// <summary>What is known of the videos: of one that it holds, and that has not changed since, only the wanted frames are decoded.</summary>
    /// <value>Default: null.</value>
    public VideoIndex? Index { get; init; }

    /// <summary>Where a video that lies in memory is written while it is decoded, because decoders read files alone. Only this process's user may read it, and it is deleted at once.</summary>
    /// <value>Default: null: Linux's folder in memory (/dev/shm) as long as it has room, else the system's folder for temporary files.</value>
    public string? TemporaryFolder { get; init; }

    /// <summary>Adds a line for every setting that is out of range.</summary>
    /// <param name="prefix">What stands before each setting's name.</param>
    /// <param name="faults">Takes the lines.</param>
    internal void CollectFaults(string prefix, ICollection<string> faults)
    {
        Clips?.CollectFaults($"{prefix}{nameof(Clips)}", faults);
        CheckRange(nameof(ClipCount), ClipCount, MostClips);
        CheckRange(nameof(BatchSize), BatchSize, LargestBatch);
        CheckRange(nameof(ThreadsPerRun), ThreadsPerRun, MostThreads);
        CheckRange(nameof(Workers), Workers, MostThreads);
        if (GpuDeviceId < 0)
            faults.Add($"{prefix}{nameof(GpuDeviceId)} is {GpuDeviceId}; it must be null or at least 0.");
        if (TemporaryFolder is { } folder && !Directory.Exists(folder))
            faults.Add($"{prefix}{nameof(TemporaryFolder)} is '{folder}', and there is no such folder.");

        void CheckRange(string name, int? value, int most)
        {
            if (value < 1 || value > most)
                faults.Add($"{prefix}{name} is {value}; it must be from 1 to {most}.");
        }
    }
}
