using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cacl.ML;

/// <summary>How a loaded model embeds videos.</summary>
/// <typeparam name="T">What the column of videos holds.</typeparam>
internal abstract class SavedEmbedMapping<T> : CustomMappingFactory<SavedVideo<T>, SavedFeatures>
{
    /// <inheritdoc/>
    public override Action<SavedVideo<T>, SavedFeatures> GetMapping()
    {
        var embedding = new SavedEmbedding<T>();
        return (source, target) =>
        {
            embedding.Embed(source.Options, source.Encoder, (ref T video) => video = source.Video!, target);
            source.Encoder = default;   // large, and not wanted again
        };
    }
}

/// <summary>Videos that are named by their paths.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class SavedEmbedPath : SavedEmbedMapping<ReadOnlyMemory<char>>
{
    public const string Contract = "Cacl.ML.Embed.Path";
}

/// <summary>Clips, or videos whose files lie in memory.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class SavedEmbedBytes : SavedEmbedMapping<VBuffer<byte>>
{
    public const string Contract = "Cacl.ML.Embed.Bytes";
}
