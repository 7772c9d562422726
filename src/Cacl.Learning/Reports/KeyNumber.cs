namespace Cacl.Learning;

/// <summary>One measure of a run: the trained network's value beside the untrained network's.</summary>
/// <param name="Name">What was measured, for example <c>Retrieval R@1</c>.</param>
/// <param name="Trained">The trained network's value, a fraction from 0 to 1; null where there is none.</param>
/// <param name="Untrained">The untrained network's value, a fraction from 0 to 1; null where there is none.</param>
/// <param name="Chance">What guessing reaches, a fraction from 0 to 1; null where it was not worked out.</param>
/// <param name="Note">How it was measured, in a few words.</param>
public sealed record KeyNumber(string Name, double? Trained, double? Untrained, double? Chance = null, string? Note = null);
