namespace Cacl.Product.Tests;

/// <summary>The packages, packed once for all tests into a folder that serves as a feed.</summary>
/// <remarks>On polyfills these are the projects that stand on none: the others can't be packed.</remarks>
public sealed class PackedProjects : IAsyncLifetime
{
    private static readonly string[] WithoutPolyfills = ["Cacl.Files", "Cacl.Reports", "Cacl.Search"];

    // Within the repository, as ./build.sh pack has it: what lies outside would keep its path in the symbols.
    private static readonly string Artifacts = Path.Join(Repository.Folder, "artifacts", "product-tests");

    private readonly TemporaryFolder folder = new();

    internal static IReadOnlyList<string> Names { get; } = Repository.OnPolyfills ? WithoutPolyfills : Repository.Projects;

    internal string Feed => folder.At("feed");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await PackAll(Feed);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal PackedFile Package(string name, string ending = ".nupkg") => PackedFile.Find(Feed, name, ending);

    /// <summary>Builds from nothing and packs into a folder.</summary>
    internal static async Task PackAll(string feed)
    {
        if (Directory.Exists(Artifacts))
            Directory.Delete(Artifacts, recursive: true);
        foreach (string name in Names)
            await Command.Dotnet(
                Repository.Folder, "pack", Repository.FolderOf(name), "--artifacts-path", Artifacts, "--output", feed, "-p:VersionSuffix=product.tests", $"-p:Polyfills={Repository.OnPolyfills}");
    }
}
