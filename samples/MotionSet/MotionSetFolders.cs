namespace Cacl.Samples.MotionSet;

/// <summary>Where a motion set lies: a folder for each class under each of these.</summary>
/// <param name="Train">The folder of the videos to train on.</param>
/// <param name="Validate">The folder of the videos to validate on.</param>
/// <param name="WasThere">The same set lay there already, so nothing was rendered.</param>
public sealed record MotionSetFolders(string Train, string Validate, bool WasThere);
