namespace Cacl.Learning;

/// <summary>Trains an encoder by CACL: the frame network first, which is then frozen, the 3D CNN and the transformer after.</summary>
/// <param name="options">All settings of the run.</param>
/// <exception cref="ArgumentException">Options are out of range; the message has a line for each.</exception>
public sealed class CaclTrainer(CaclOptions options) : VideoTrainer(options);
