using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>How a model holds <see cref="EmbedTransformer"/>: a graph that carries the encoder, and a mapping that runs it as the component does.</summary>
internal static class SavedEmbed
{
    /// <summary>The component as a chain that a model can hold.</summary>
    /// <param name="transformer">The component.</param>
    /// <param name="options">What it does to each row.</param>
    /// <param name="encoder">The encoder's file.</param>
    public static SavedChain Chain(EmbedTransformer transformer, SavedEmbedOptions options, byte[] encoder)
    {
        string text = SavedOptions.Write(SavedEmbedOptions.Component, SavedEmbedOptions.Format, options);
        SavedChain chain = options.Input is null
            ? SavedChain.OverPaths(transformer.InputColumnName).Carry(text, transformer.InputColumnName)
            : SavedChain.OverBytes(transformer.InputColumnName, (VectorDataViewType)options.InputType)
                .Map<SavedNothing.Source, SavedNothing.Target>(SavedNothing.Map, SavedNothing.Contract)
                .Carry(text, SavedNothing.Target.NothingColumn);
        chain = chain
            .CopyAside(SavedVideo.Column, transformer.InputColumnName)
            .Map(new SavedEncoderRequest().GetMapping(), SavedEncoderRequest.Contract)
            .Carry(encoder, SavedEncoderRequest.Target.AskedColumn);
        chain = options.Input is null
            ? chain.Map(new SavedEmbedPath().GetMapping(), SavedEmbedPath.Contract)
            : chain.Map(new SavedEmbedBytes().GetMapping(), SavedEmbedBytes.Contract);
        chain = chain.CopySized(transformer.OutputColumnName, SavedFeatures.FeaturesColumn, new VectorDataViewType(NumberDataViewType.Single, transformer.Featurizer.FeatureLength));
        return transformer.FaultColumnName is { } fault ? chain.Copy(fault, SavedFeatures.FaultColumn) : chain;
    }
}
