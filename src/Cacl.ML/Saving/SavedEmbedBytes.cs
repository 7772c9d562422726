using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cacl.ML;

/// <summary>How a loaded model embeds clips, or videos whose files lie in memory.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class SavedEmbedBytes : CustomMappingFactory<SavedEmbedBytes.Source, SavedFeatures>
{
    public const string Contract = "Cacl.ML.Embed.Bytes";

    /// <inheritdoc/>
    public override Action<Source, SavedFeatures> GetMapping()
    {
        var embedding = new SavedEmbedding<VBuffer<byte>>();
        return (source, target) =>
        {
            embedding.Embed(source.Options, source.Encoder, (ref VBuffer<byte> bytes) => bytes = source.Bytes, target);
            source.Encoder = default;   // large, and not wanted again
        };
    }

    internal sealed class Source
    {
        public const string BytesColumn = "cacl.bytes";

        [ColumnName(BytesColumn)]
        public VBuffer<byte> Bytes { get; set; }

        [ColumnName(SavedChain.Options)]
        public ReadOnlyMemory<char> Options { get; set; }

        [ColumnName(SavedChain.Content)]
        public VBuffer<byte> Encoder { get; set; }
    }
}
