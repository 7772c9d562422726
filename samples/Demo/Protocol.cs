namespace Cacl.Demo;

/// <summary>What is searched for what.</summary>
internal enum Protocol
{
    /// <summary>Validation videos search the training videos for their class.</summary>
    TrainToValidate,

    /// <summary>The second half of each validation video searches the first halves for its own; the network saw neither.</summary>
    ValidateHalves,

    /// <summary>The second half of each training video searches the first halves for its own; the network saw first halves only.</summary>
    Halves,
}
