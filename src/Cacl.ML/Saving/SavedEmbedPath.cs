using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cacl.ML;

/// <summary>How a loaded model embeds videos that are named by their paths.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class SavedEmbedPath : CustomMappingFactory<SavedEmbedPath.Source, SavedFeatures>
{
    public const string Contract = "Cacl.ML.Embed.Path";

    /// <inheritdoc/>
    public override Action<Source, SavedFeatures> GetMapping()
    {
        var embedding = new SavedEmbedding<ReadOnlyMemory<char>>();
        return (source, target) =>
        {
            embedding.Embed(source.Options, source.Encoder, (ref ReadOnlyMemory<char> path) => path = source.Path, target);
            source.Encoder = default;   // large, and not wanted again
        };
    }

    internal sealed class Source
    {
        public const string PathColumn = "cacl.path";

        [ColumnName(PathColumn)]
        public ReadOnlyMemory<char> Path { get; set; }

        [ColumnName(SavedChain.Options)]
        public ReadOnlyMemory<char> Options { get; set; }

        [ColumnName(SavedChain.Content)]
        public VBuffer<byte> Encoder { get; set; }
    }
}
