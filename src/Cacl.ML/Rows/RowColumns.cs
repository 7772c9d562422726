namespace Cacl.ML;

/// <summary>What a component adds to one row or cursor.</summary>
/// <param name="Getters">Of the new columns, in their order; null for those that were not asked for.</param>
/// <param name="Keeps">Tells after each move of the input whether its row stays in the view; null keeps all.</param>
internal readonly record struct RowColumns(Delegate?[] Getters, Func<bool>? Keeps = null);
