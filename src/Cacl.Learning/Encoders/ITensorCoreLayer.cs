namespace Cacl.Learning;

/// <summary>A layer whose time goes into products, which a GPU's tensor cores take over where their factors may be rounded.</summary>
internal interface ITensorCoreLayer
{
    /// <summary>How the products are computed; <see cref="MixedPrecision"/> sets it for the length of a run.</summary>
    TensorCoreUse TensorCores { get; set; }
}
