using System.Collections;
using System.Reflection;

namespace Cacl.Learning;

/// <summary>Finds options that are null and must not be, in options and in those within them.</summary>
internal static class MissingOptions
{
    /// <summary>Adds a line for every property that can be set, is null, and is not declared to take null.</summary>
    /// <param name="prefix">What stands before the names: nothing, or the option's name with a dot.</param>
    /// <param name="options">The options.</param>
    /// <param name="faults">Takes the lines.</param>
    public static void CollectFaults(string prefix, object options, List<string> faults)
    {
        NullabilityInfoContext nullability = new();
        foreach (PropertyInfo property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!property.CanWrite || property.PropertyType.IsValueType)
                continue;
            object? value = property.GetValue(options);
            if (value is null && nullability.Create(property).WriteState == NullabilityState.NotNull)
                faults.Add($"{prefix}{property.Name} is null; it must be {Expected(property.PropertyType)}.");
            else if (value is not null && IsOptions(value))
                CollectFaults($"{prefix}{property.Name}.", value, faults);
        }
    }

    /// <summary>Whether a value is a record of options of CACL's own; what hosts hand in, such as progress, is not looked into.</summary>
    private static bool IsOptions(object value) =>
        value is not IEnumerable && value.GetType().Namespace?.StartsWith(nameof(Cacl), StringComparison.Ordinal) == true
        && value.GetType().GetMethod("<Clone>$") is not null;

    private static string Expected(Type type) =>
        type == typeof(string) ? "a text" : typeof(IEnumerable).IsAssignableFrom(type) ? "a list, which may be empty" : $"{(type.Name[0] is 'A' or 'E' ? "an" : "a")} {type.Name}";
}
