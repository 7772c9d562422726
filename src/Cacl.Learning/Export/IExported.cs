using Cacl.Onnx;

namespace Cacl.Learning;

/// <summary>A network, or a part of one, that an ONNX graph can hold.</summary>
internal interface IExported
{
    /// <summary>Adds to a graph what the network computes once it is trained.</summary>
    /// <param name="graph">Takes the operators.</param>
    /// <param name="input">The name of what the network reads.</param>
    /// <returns>The name of what it gives.</returns>
    string Export(GraphBuilder graph, string input);
}
