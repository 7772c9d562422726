namespace Cacl.Learning;

/// <summary>A name with its value, already in words: a setting, or a fact of a run.</summary>
/// <param name="Name">The name, for example <c>Learning rate</c>.</param>
/// <param name="Value">The value as it is shown.</param>
public sealed record NamedText(string Name, string Value);
