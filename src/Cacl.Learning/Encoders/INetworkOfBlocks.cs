namespace Cacl.Learning;

/// <summary>A network whose blocks are not among its modules, because its parameters have names of their own.</summary>
internal interface INetworkOfBlocks
{
    /// <summary>The blocks, whose parameters are the network's.</summary>
    IEnumerable<NetworkBlock> Blocks { get; }
}
