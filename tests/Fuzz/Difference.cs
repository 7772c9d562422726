namespace Cacl.Fuzz;

/// <summary>In what two ways to the same frames differed, and from which frame on.</summary>
internal sealed record Difference(int Frame, string Words);
