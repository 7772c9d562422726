using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Cacl.Onnx;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>The featurizer of a loaded model, opened once for all of its cursors.</summary>
/// <remarks>Nothing tells when a model is no longer used, so it is kept by the model's mappings alone, and freed with them.</remarks>
internal sealed class SavedEncoder
{
    private static readonly ConcurrentDictionary<string, WeakReference<SavedEncoder>> Known = new();
    private static readonly object Opening = new();

    // Between asking and opening, an asker can fail where nobody hears of it. Far longer than bytes take to come.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static int? asker;
    private static long askedAt;

    private readonly string key;
    private readonly long nativeBytes;
    private readonly WeakReference<SavedEncoder> self;

    private SavedEncoder(string key, long nativeBytes, EmbedTransformer transformer, SavedEmbedOptions options)
    {
        this.key = key;
        this.nativeBytes = nativeBytes;
        Transformer = transformer;
        Options = options;
        self = new WeakReference<SavedEncoder>(this);
        Known[key] = self;
        GC.AddMemoryPressure(nativeBytes);   // the collector sees small objects alone, and nobody else frees this
    }

    ~SavedEncoder()
    {
        Known.TryRemove(KeyValuePair.Create(key, self));
        GC.RemoveMemoryPressure(nativeBytes);
    }

    /// <summary>The component as it was saved.</summary>
    public EmbedTransformer Transformer { get; }

    public SavedEmbedOptions Options { get; }

    /// <summary>What was opened for options; null when nothing was, or it is freed.</summary>
    public static SavedEncoder? Find(ReadOnlyMemory<char> options) =>
        Known.TryGetValue(options.ToString(), out WeakReference<SavedEncoder>? known) && known.TryGetTarget(out SavedEncoder? encoder) ? encoder : null;

    /// <summary>What was opened for options; null tells the caller to bring the encoder's file to <see cref="Open(ReadOnlyMemory{char}, ReadOnlySpan{byte})"/>.</summary>
    /// <remarks>One caller at a time is told so, the others wait: each cursor would have a copy of the file else.</remarks>
    /// <param name="options">The text of the options.</param>
    public static SavedEncoder? FindOrAsk(ReadOnlyMemory<char> options)
    {
        int caller = Environment.CurrentManagedThreadId;
        lock (Opening)
        {
            while (true)
            {
                if (Find(options) is { } opened)
                    return opened;
                TimeSpan left = Patience - Stopwatch.GetElapsedTime(askedAt);
                if (asker is null || asker == caller || left <= TimeSpan.Zero)
                {
                    (asker, askedAt) = (caller, Stopwatch.GetTimestamp());
                    return null;
                }

                Monitor.Wait(Opening, left);
            }
        }
    }

    /// <summary>Opens an encoder, if nobody has in the meantime.</summary>
    /// <param name="options">The text of the options.</param>
    /// <param name="content">The encoder's file; not looked at where it is open.</param>
    /// <exception cref="InvalidDataException">Options or encoder are damaged, or of a newer version; the message says which.</exception>
    /// <exception cref="NotSupportedException">The GPU that the model was made for can't be had, and the CPU was not allowed.</exception>
    public static SavedEncoder Open(ReadOnlyMemory<char> options, ReadOnlySpan<byte> content)
    {
        lock (Opening)
        {
            try
            {
                return Find(options)
                    ?? Open(options.ToString(), SavedOptions.Read<SavedEmbedOptions>(SavedEmbedOptions.Component, SavedEmbedOptions.Format, options.Span), content.ToArray());
            }
            finally
            {
                asker = null;
                Monitor.PulseAll(Opening);
            }
        }
    }

    private static SavedEncoder Open(string key, SavedEmbedOptions options, byte[] content)
    {
        if (Convert.ToHexString(SHA256.HashData(content)) != options.EncoderHash)
            throw new InvalidDataException($"The model's {SavedEmbedOptions.Component} has a damaged encoder: the bytes of '{options.Encoder}' are not those that were saved.");
        VideoFeaturizer? featurizer = null;
        try
        {
            featurizer = VideoFeaturizer.Open(content, options.Encoder, options.Featurizer);
            var transformer = new EmbedTransformer(
                SavedContext.Create(), options.OutputColumnName, options.InputColumnName, options.InputType, featurizer, new EmbedOptions { FaultyVideos = options.FaultyVideos });
            transformer.NewColumns(new SavedRow<ReadOnlyMemory<char>>(options.InputColumnName, options.InputType).Schema);
            if (featurizer.WhyNotGpu is { } reason)
                SavedContext.Warn($"{reason} Falling back to the CPU.");
            return new SavedEncoder(key, content.Length, transformer, options);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            featurizer?.Dispose();
            throw SavedOptions.Damaged(SavedEmbedOptions.Component, exception.Message, exception);
        }
    }
}
