namespace Packages.Tests.Torch;

/// <summary>The seed and the count of tensors belong to the process, so these tests run one after another.</summary>
[CollectionDefinition("Torch", DisableParallelization = true)]
public sealed class TorchCollection;
