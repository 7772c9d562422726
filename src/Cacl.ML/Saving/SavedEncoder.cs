using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>The featurizer of a loaded model, opened once for all of its cursors.</summary>
/// <remarks>Nothing tells when a model is no longer used, so it is kept by the model's mappings alone, and freed with them.</remarks>
internal sealed class SavedEncoder
{
    private static readonly ConcurrentDictionary<string, WeakReference<SavedEncoder>> Known = new();
    private static readonly Lock Opening = new();

    private SavedEncoder(EmbedTransformer transformer, SavedEmbedOptions options)
    {
        Transformer = transformer;
        Options = options;
    }

    /// <summary>The component as it was saved.</summary>
    public EmbedTransformer Transformer { get; }

    public SavedEmbedOptions Options { get; }

    /// <summary>What was opened for options; null when nothing was, or it is freed.</summary>
    public static SavedEncoder? Find(ReadOnlyMemory<char> options) =>
        Known.TryGetValue(options.ToString(), out WeakReference<SavedEncoder>? known) && known.TryGetTarget(out SavedEncoder? encoder) ? encoder : null;

    /// <summary>Opens an encoder, if nobody has in the meantime.</summary>
    /// <param name="options">The text of the options.</param>
    /// <param name="content">The encoder's file.</param>
    /// <exception cref="InvalidDataException">Options or encoder are damaged, or of a newer version; the message says which.</exception>
    public static SavedEncoder Open(ReadOnlyMemory<char> options, byte[] content)
    {
        lock (Opening)
        {
            if (Find(options) is { } opened)
                return opened;
            SavedEncoder encoder = Open(SavedOptions.Read<SavedEmbedOptions>(SavedEmbedOptions.Component, SavedEmbedOptions.Format, options.Span), content);
            Known[options.ToString()] = new WeakReference<SavedEncoder>(encoder);
            return encoder;
        }
    }

    private static SavedEncoder Open(SavedEmbedOptions options, byte[] content)
    {
        if (Convert.ToHexString(SHA256.HashData(content)) != options.EncoderHash)
            throw new InvalidDataException($"The model's {SavedEmbedOptions.Component} has a damaged encoder: the bytes of '{options.Encoder}' are not those that were saved.");
        VideoFeaturizer? featurizer = null;
        try
        {
            featurizer = VideoFeaturizer.Open(content, options.Encoder, options.Featurizer);
            var transformer = new EmbedTransformer(
                new MLContext(), options.OutputColumnName, options.InputColumnName, options.InputType, featurizer, new EmbedOptions { FaultyVideos = options.FaultyVideos });
            transformer.NewColumns(new SavedRow<ReadOnlyMemory<char>>(options.InputColumnName, options.InputType).Schema);
            return new SavedEncoder(transformer, options);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            featurizer?.Dispose();
            throw SavedOptions.Damaged(SavedEmbedOptions.Component, exception.Message, exception);
        }
    }
}
