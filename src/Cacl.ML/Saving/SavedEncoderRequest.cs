using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cacl.ML;

/// <summary>Asks for the encoder's bytes as long as a loaded model has not opened it: they are many, and every row could have them.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class SavedEncoderRequest : CustomMappingFactory<SavedEncoderRequest.Source, SavedEncoderRequest.Target>
{
    public const string Contract = "Cacl.ML.Embed.Request";

    private static readonly byte[] Asks = [1], AsksNot = [0];

    /// <inheritdoc/>
    public override Action<Source, Target> GetMapping()
    {
        // Held, so that it is still there when the next mapping of the chain looks for it.
        SavedEncoder? found = null;
        return (source, target) =>
        {
            found ??= SavedEncoder.FindOrAsk(source.Options);
            target.Asked = new VBuffer<byte>(1, found is null ? Asks : AsksNot);
        };
    }

    internal sealed class Source
    {
        [ColumnName(SavedChain.Options)]
        public ReadOnlyMemory<char> Options { get; set; }
    }

    internal sealed class Target
    {
        public const string AskedColumn = "cacl.asked";

        [ColumnName(AskedColumn)]
        public VBuffer<byte> Asked { get; set; }
    }
}
