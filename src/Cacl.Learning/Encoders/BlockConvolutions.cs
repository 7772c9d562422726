using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>The convolutions of a residual block.</summary>
/// <param name="First">Changes the shape, if the block does.</param>
/// <param name="Second">Keeps the shape.</param>
/// <param name="Shortcut">Brings the input to the block's shape; null where it has it.</param>
internal sealed record BlockConvolutions(Module<Tensor, Tensor> First, Module<Tensor, Tensor> Second, Module<Tensor, Tensor>? Shortcut);
