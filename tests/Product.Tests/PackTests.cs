using System.Text;
using System.Xml.Linq;

namespace Cacl.Product.Tests;

public class PackTests(PackedProjects packed)
{
    [Fact]
    public async Task Pack_refuses_to_publish_what_is_built_on_polyfills_and_names_them()
    {
        using var folder = new TemporaryFolder();

        (int exitCode, string output) = await Command.Run(
            Repository.Folder, "dotnet", "pack", Repository.FolderOf("Cacl.ML.Training"), "-p:Polyfills=true", "--artifacts-path", folder.At("artifacts"), "--output", folder.At("packages"));

        Assert.Equal(1, exitCode);
        Assert.Contains(
            "error CACL001: Cacl.ML.Training can't be packed on polyfills (Microsoft.ML, Microsoft.ML.OnnxRuntime, Microsoft.ML.OnnxTransformer, OpenCvSharp4, TorchSharp): " +
            "what is published is built on the packages. Restore from a feed that serves them, and pass -p:Polyfills=false. [",
            output);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.*pkg", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.dll", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Command_says_why_it_packs_nothing_on_polyfills()
    {
        (int exitCode, string output) = await Command.Run(Repository.Folder, "env", "CACL_POLYFILLS=true", "./build.sh", "pack");

        Assert.Equal(2, exitCode);
        Assert.Equal("build.sh: Nothing is packed on polyfills: what is published is built on the packages. ./build.sh packages tells what the feed lacks.\n", output);
    }

    [Fact]
    public async Task Packages_of_one_repository_take_each_other_in_their_own_version_and_no_other()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Directory.Build.props", $"""<Project><Import Project="{Repository.Folder}src/Directory.Build.props" /></Project>""");
        folder.Write("Directory.Build.targets", $"""<Project><Import Project="{Repository.Folder}Directory.Build.targets" /></Project>""");
        folder.Write("Directory.Packages.props", $"""<Project><Import Project="{Repository.Folder}Directory.Packages.props" /></Project>""");
        WriteProject(folder, "Base", "");
        WriteProject(folder, "Second", """<ProjectReference Include="../Base/Base.csproj" />""");
        WriteProject(folder, "Third", """<ProjectReference Include="../Base/Base.csproj" /><ProjectReference Include="../Second/Second.csproj" /><PackageReference Include="Google.Protobuf" />""");

        // Outside of a git repository there is no root that the sources' paths could begin at.
        await Command.Dotnet(folder.Path, "pack", "Third", "--output", folder.At("packages"), "-p:ContinuousIntegrationBuild=false", "-p:Version=2.3.4");

        Assert.Equal(["Base [2.3.4]", "Google.Protobuf 3.25.1", "Second [2.3.4]"], Dependencies(PackedFile.Find(folder.At("packages"), "Third", ".nupkg")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Package_holds_the_assembly_its_documentation_a_readme_and_an_icon_and_nothing_else() => Assert.All(PackedProjects.Names, name =>
    {
        PackedFile package = packed.Package(name);

        string[] expected = [$"{name}.nuspec", "README.md", "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"];
        // The rest is what every zip of NuGet's has.
        string[] found = [.. package.Entries().Where(entry => entry is not ("[Content_Types].xml" or "_rels/.rels") && !entry.StartsWith("package/services/", StringComparison.Ordinal))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), found);
        Assert.Equal(File.ReadAllBytes(Path.Join(Repository.FolderOf(name), "README.md")), package.Read("README.md"));
    });

    [Fact]
    public void Package_says_its_licence_and_depends_on_its_siblings_in_its_own_version() => Assert.All(PackedProjects.Names, name =>
    {
        PackedFile package = packed.Package(name);
        XElement metadata = package.Metadata();
        string Value(string element) => metadata.Elements().Single(found => found.Name.LocalName == element).Value;

        Assert.Equal((name, package.Version), (Value("id"), Value("version")));
        Assert.Equal(("MIT", "README.md", "icon.png"), (Value("license"), Value("readme"), Value("icon")));
        Assert.EndsWith("-product.tests", package.Version);
        Assert.All(Dependencies(package).Where(dependency => dependency.StartsWith("Cacl.", StringComparison.Ordinal)), dependency => Assert.EndsWith($" [{package.Version}]", dependency));
        Assert.DoesNotContain("native", string.Join(' ', Dependencies(package)));
    });

    [Fact]
    public void Symbols_go_with_a_package_and_name_no_folder_of_this_machine() => Assert.All(PackedProjects.Names, name =>
    {
        byte[] symbols = packed.Package(name, ".snupkg").Read($"lib/net10.0/{name}.pdb");
        byte[] assembly = packed.Package(name).Read($"lib/net10.0/{name}.dll");

        Assert.Equal("BSJB"u8, symbols.AsSpan(0, 4));   // portable
        Assert.All([symbols, assembly], file => Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Folder))));
    });

    [Fact]
    public async Task Packing_anew_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();

        await PackedProjects.PackAll(folder.At("again"));

        Assert.All(Directory.EnumerateFiles(packed.Feed), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(folder.At("again", Path.GetFileName(file)))));
    }

    private static void WriteProject(TemporaryFolder folder, string name, string references)
    {
        folder.Write($"{name}/{name}.csproj", $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{references}</ItemGroup></Project>""");
        folder.Write($"{name}/README.md", $"# {name}\n");
    }

    private static IEnumerable<string> Dependencies(PackedFile package) => package.Metadata().Descendants()
        .Where(element => element.Name.LocalName == "dependency").Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}");
}
