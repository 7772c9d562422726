namespace Cacl.Benchmarks.Input;

/// <summary>What a server is asked to do once, as a line of JSON.</summary>
/// <param name="Case">examine, decode, clip, sample, degree, make or memory.</param>
/// <param name="Way">Which of several ways to do it.</param>
internal sealed record Message(string Case, string Way)
{
    public string? Path { get; init; }

    public string[]? Paths { get; init; }

    /// <summary>Frames of an order; of the paths those that were made here.</summary>
    public int FrameCount { get; init; }

    /// <summary>Frame numbers that are wanted.</summary>
    public int[]? Frames { get; init; }

    public int Width { get; init; } = 171;

    public int Height { get; init; } = 128;

    /// <summary>How many samples, draws or clips.</summary>
    public int Count { get; init; }

    /// <summary>Where to write the RGB bytes of the frames, outside the time taken, or the folder of the cache; null: nowhere.</summary>
    public string? Save { get; init; }
}
