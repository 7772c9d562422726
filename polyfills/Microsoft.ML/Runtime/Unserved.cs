namespace Microsoft.ML.Runtime;

/// <summary>What the stand-in does not serve fails by name, and never silently does less.</summary>
internal static class Unserved
{
    public static NotSupportedException Member(string member) =>
        new($"{member} is not served by the stand-in for Microsoft.ML. It is there in the package: build with -p:Polyfills=false from a feed that has it.");

    /// <exception cref="NotSupportedException">An argument has a value other than the one that is served.</exception>
    public static void Unless<T>(T value, T served, string member)
    {
        if (!EqualityComparer<T>.Default.Equals(value, served)) throw Member($"{member} = {value}");
    }
}
