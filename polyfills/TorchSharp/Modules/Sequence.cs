using static TorchSharp.torch;

namespace TorchSharp.Modules;

internal static class Sequence
{
    /// <summary>Names modules by their position, as Python does.</summary>
    public static IEnumerable<(string, nn.Module<Tensor, Tensor>)> Numbered(IEnumerable<nn.Module<Tensor, Tensor>> modules) =>
        modules.Select((module, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), module));
}
