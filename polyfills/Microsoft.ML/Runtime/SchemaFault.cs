namespace Microsoft.ML.Runtime;

/// <summary>The two messages in which ML.NET reports a column that is not what a component needs.</summary>
internal static class SchemaFault
{
    public static ArgumentOutOfRangeException Missing(string parameter, string role, string column) =>
        new(parameter, $"Could not find {role} column '{column}'");

    public static ArgumentOutOfRangeException Mismatch(string parameter, string role, string column, string expected, string found) =>
        new(parameter, $"Schema mismatch for {role} column '{column}': expected {expected}, got {found}");

    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string column, string parameter = "inputSchema") =>
        schema.GetColumnOrNull(column) ?? throw Missing(parameter, role, column);
}
