namespace Cacl.Learning;

/// <summary>How a layer computes its products. The default is in float32, wherever channels lie.</summary>
/// <param name="Rounds">Whether both factors are rounded to bfloat16 first. Weights stay float32, and so do their gradients.</param>
/// <param name="ChannelsLast">Whether convolutions keep the channels of a place side by side in memory, as tensor cores read them.</param>
internal readonly record struct TensorCoreUse(bool Rounds, bool ChannelsLast);
