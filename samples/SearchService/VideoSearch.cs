using Cacl.Clips;
using Cacl.Onnx;
using Cacl.Samples.Programs;
using Cacl.Search;

namespace Cacl.Samples.SearchService;

/// <summary>An encoder and the index that it made.</summary>
internal sealed partial class VideoSearch : IVideoSearch, IDisposable
{
    private readonly SearchIndex index;
    private readonly VideoFeaturizer featurizer;

    /// <summary>Opens both files, and makes sure that they belong together.</summary>
    /// <exception cref="StartFaultException">They don't, or the encoder's file does not say how clips are taken.</exception>
    public VideoSearch(ServiceOptions options, ILogger<VideoSearch> log)
    {
        featurizer = Open(options);
        try
        {
            index = SearchIndex.Load(options.Index);
        }
        catch
        {
            featurizer.Dispose();
            throw;
        }
        try
        {
            CheckFit(options, log);
            LogOpened(log, index.Entries.Count, index.Length, options.Index, options.Encoder);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count => index.Entries.Count;

    public int Length => index.Length;

    public SearchEntry Entry(int row) => index.Entries[row];

    public IReadOnlyList<SearchHit> Find(string path, int count, CancellationToken cancellation)
    {
        float[] vector = featurizer.Embed(path, cancellation);
        if (vector.All(value => value == 0) || !vector.All(float.IsFinite))
            throw new RefusedUploadException(StatusCodes.Status422UnprocessableEntity, "noDirection", "The encoder makes nothing of this video: its vector can be compared with no other.");
        return index.Search([vector], count, threads: null, cancellation)[0];
    }

    public void Dispose()
    {
        index.Dispose();
        featurizer.Dispose();
    }

    private static VideoFeaturizer Open(ServiceOptions options)
    {
        ClipOptions clips;
        using (OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(options.Encoder))
            clips = encoder.Metadata?.Clips ?? throw new StartFaultException($"The encoder '{options.Encoder}' does not say how clips are taken from videos: it was not exported by this project.");
        return VideoFeaturizer.Open(options.Encoder, new VideoFeaturizerOptions { ClipCount = options.Clips, Clips = clips with { Reading = options.Reading } });
    }

    /// <summary>An index does not name its encoder, so a few of its videos are embedded again.</summary>
    private void CheckFit(ServiceOptions options, ILogger log)
    {
        if (index.Entries.Count == 0)
            throw new StartFaultException($"The index '{options.Index}' holds no videos.");
        if (index.Length != featurizer.FeatureLength)
            throw new StartFaultException($"The index '{options.Index}' holds vectors of {index.Length} numbers; the encoder '{options.Encoder}' makes vectors of {featurizer.FeatureLength}.");

        var fit = EncoderFit.Of(index, featurizer, entry => VideoNames.PathOf(entry, options), (path, fault) => LogUnreadable(log, path, fault.Cause));
        if (fit.Difference is { } difference)
            throw new StartFaultException($"The index '{options.Index}' was not made by the encoder '{options.Encoder}' with {featurizer.ClipCount} clips of each video: {difference}.");
        if (!fit.IsKnown)
            LogUnchecked(log, options.Index);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Videos} videos of {Length} numbers each in {Index}, made by {Encoder}")]
    private static partial void LogOpened(ILogger log, int videos, int length, string index, string encoder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} can't be read any more: {Cause}")]
    private static partial void LogUnreadable(ILogger log, string path, string cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "None of the videos looked for in {Index} can be read, so that nothing tells whether the encoder made it; answers have no pictures")]
    private static partial void LogUnchecked(ILogger log, string index);
}
