using System.Reflection;

namespace Cacl.Product.Tests;

/// <summary>What the build knew of the place and of the packages.</summary>
internal static class Repository
{
    internal static string Folder { get; } = Metadata("Repository");

    internal static bool OnPolyfills { get; } = bool.Parse(Metadata("Polyfills"));

    /// <summary>Where restored packages are kept on this machine.</summary>
    internal static string PackageFolder { get; } = Metadata("PackageFolder");

    /// <summary>The projects of src, by name.</summary>
    internal static IReadOnlyList<string> Projects { get; } =
        [.. Directory.EnumerateFiles(Path.Join(Folder, "src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    internal static string FolderOf(string project) => Path.Join(Folder, "src", project);

    private static string Metadata(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
