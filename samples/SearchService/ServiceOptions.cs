using Cacl.Clips;

namespace Cacl.Samples.SearchService;

/// <summary>Settings of the service: the section Search of appsettings.json, of the environment and of the command line.</summary>
internal sealed record ServiceOptions
{
    internal const string Section = "Search";
    internal const int MostNeighbours = 100;

    /// <summary>The encoder that turns uploads into vectors: an .onnx file of this project.</summary>
    public string Encoder { get; init; } = "";

    /// <summary>The index of the videos to search, made by the same encoder.</summary>
    public string Index { get; init; } = "";

    /// <summary>The folder of the videos: where relative paths of the index start, and what names leave out. Without it answers name files alone.</summary>
    public string? Videos { get; init; }

    /// <summary>Clips whose vectors are averaged to a video's; null takes as many as the encoder's file says.</summary>
    public int? Clips { get; init; }

    /// <summary>How many videos an answer has, when the request does not say.</summary>
    public int Neighbours { get; init; } = 10;

    /// <summary>The largest upload.</summary>
    public long MostUploadBytes { get; init; } = 100 << 20;

    /// <summary>How long an upload may take.</summary>
    public double UploadSeconds { get; init; } = 60;

    /// <summary>How long decoding, embedding and searching together may take, once it is an upload's turn.</summary>
    public double SearchSeconds { get; init; } = 30;

    /// <summary>How long decoding may make no progress.</summary>
    public double StallSeconds { get; init; } = 5;

    /// <summary>The most pixels of a frame: decoding takes some 12 bytes for each.</summary>
    public long MostPixels { get; init; } = 4096 * 2304;

    /// <summary>How many uploads may be under way, be it that they arrive, wait for their turn or are worked on; those above are turned away.</summary>
    public int MostRequests { get; init; } = 32;

    /// <summary>How many uploads are worked on side by side.</summary>
    public int SideBySide { get; init; } = Environment.ProcessorCount;

    /// <summary>Where uploads lie while they are worked on; null for the system's folder.</summary>
    public string? TemporaryFolder { get; init; }

    internal TimeSpan UploadTime => TimeSpan.FromSeconds(UploadSeconds);

    internal TimeSpan SearchTime => TimeSpan.FromSeconds(SearchSeconds);

    internal VideoReadOptions Reading => new() { GiveUpAfter = TimeSpan.FromSeconds(StallSeconds), MostPixels = MostPixels };

    internal string UploadFolder => TemporaryFolder ?? Path.GetTempPath();

    /// <summary>Throws one message that names every fault.</summary>
    /// <exception cref="StartFaultException">There is one.</exception>
    internal void Check()
    {
        var faults = new List<string>();
        CheckFile(nameof(Encoder), Encoder, "encoder");
        CheckFile(nameof(Index), Index, "index");
        CheckFolder(nameof(Videos), Videos);
        CheckFolder(nameof(TemporaryFolder), TemporaryFolder);
        CheckRange(nameof(Neighbours), Neighbours, 1, MostNeighbours);
        CheckRange(nameof(Clips), Clips ?? 1, 1, 10_000);
        CheckRange(nameof(MostUploadBytes), MostUploadBytes, 1, long.MaxValue / 4);
        CheckRange(nameof(UploadSeconds), UploadSeconds, 0.001, 86_400);
        CheckRange(nameof(SearchSeconds), SearchSeconds, 0.001, 86_400);
        CheckRange(nameof(StallSeconds), StallSeconds, 0.001, 86_400);
        CheckRange(nameof(MostPixels), MostPixels, 1, long.MaxValue);
        CheckRange(nameof(MostRequests), MostRequests, 1, 10_000);
        CheckRange(nameof(SideBySide), SideBySide, 1, 1024);
        if (faults.Count > 0)
            throw new StartFaultException(string.Join(" ", faults));

        void CheckFile(string name, string path, string what)
        {
            if (path.Length == 0)
                faults.Add($"{name} is not set; name the file of the {what}: --{what} FILE.");
            else if (!File.Exists(path))
                faults.Add($"{name} is '{path}', and there is no such file.");
        }

        void CheckFolder(string name, string? path)
        {
            if (path is not null && !Directory.Exists(path))
                faults.Add($"{name} is '{path}', and there is no such folder.");
        }

        void CheckRange<T>(string name, T value, T least, T most)
            where T : IComparable<T>
        {
            if (!(value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0))
                faults.Add($"{name} is {value}; it must be from {least} to {most}.");
        }
    }
}
