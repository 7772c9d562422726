using Microsoft.ML.Data;

[assembly: Microsoft.ML.ModelLoader(Microsoft.ML.StoredChain.Signature, typeof(Microsoft.ML.StoredChain))]

namespace Microsoft.ML;

/// <summary>Reads chains back; which kind of transformer was the last is not kept.</summary>
internal static class StoredChain
{
    public const string Signature = "TransformerChain";

    public static string Name(int transformer) => $"Transform_{transformer:000}";

    internal static TransformerChain<ITransformer> Load(MLContext context, ModelLoadContext ctx)
    {
        var transformers = new ITransformer[ctx.Reader.ReadInt32()];
        var scopes = new TransformerScope[transformers.Length];
        for (int i = 0; i < transformers.Length; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
            transformers[i] = ctx.LoadModel(Name(i));
        }
        return new TransformerChain<ITransformer>(transformers, scopes);
    }
}
