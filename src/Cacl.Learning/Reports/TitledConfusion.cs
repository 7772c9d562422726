namespace Cacl.Learning;

/// <summary>A confusion matrix of classes as it is shown.</summary>
/// <param name="Title">What is shown, for example <c>Linear probe, trained</c>.</param>
/// <param name="Confusion">The counts.</param>
public sealed record TitledConfusion(string Title, ClassConfusion Confusion);
