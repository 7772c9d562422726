using System.Buffers.Binary;

namespace Cacl.Product.Tests;

public class PackageSettingsTests(PackageSettings settings) : IClassFixture<PackageSettings>
{
    public static TheoryData<string> Packages => [.. Repository.Projects];

    [Fact]
    public void Projects_of_src_and_the_command_line_tool_are_packed_and_no_others() =>
        Assert.Equal(Repository.Projects.Append("Cacl").Order(StringComparer.Ordinal), settings.Projects.Where(project => settings[project, "IsPackable"] == "true").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_carries_licence_icon_readme_symbols_and_documentation(string package)
    {
        Assert.Equal("MIT", settings[package, "PackageLicenseExpression"]);
        Assert.Equal("icon.png", settings[package, "PackageIcon"]);
        Assert.Equal("README.md", settings[package, "PackageReadmeFile"]);
        Assert.Equal("true", settings[package, "IncludeSymbols"]);
        Assert.Equal("snupkg", settings[package, "SymbolPackageFormat"]);
        Assert.Equal("true", settings[package, "GenerateDocumentationFile"]);
        Assert.Equal("true", settings[package, "EnablePackageValidation"]);
        Assert.Equal("true", settings[package, "Deterministic"]);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_goes_by_its_projects_name_and_says_what_it_is_for(string package)
    {
        Assert.Equal(package, settings[package, "PackageId"]);
        Assert.Equal("CACL contributors", settings[package, "Authors"]);
        Assert.Matches(@"^[A-Z].{30,}\.$", settings[package, "Description"]);
        Assert.Contains("video", settings[package, "PackageTags"].Split(';'));
        Assert.StartsWith($"# {package}\n\n", File.ReadAllText(Path.Join(Repository.FolderOf(package), "README.md")));
    }

    [Fact]
    public void Descriptions_differ() =>
        Assert.Distinct(Repository.Projects.Select(package => settings[package, "Description"]));

    /// <summary>Saved ML.NET models name assemblies in full: another version of the assembly is another assembly to them.</summary>
    [Fact]
    public void Packages_have_one_version_and_assemblies_one_that_never_changes()
    {
        Assert.Single(Repository.Projects.Select(package => settings[package, "PackageVersion"]).Distinct());
        Assert.Equal(["1.0.0.0"], Repository.Projects.Select(package => settings[package, "AssemblyVersion"]).Distinct());
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_depends_on_managed_packages_and_on_its_siblings_alone(string package)
    {
        Assert.Subset(Repository.Projects.ToHashSet(), Items(package, "ProjectReferences").ToHashSet());
        Assert.Empty(Items(package, "PackageReferences").Intersect(Items(package, "NativePackages")));
        Assert.Contains("TorchSharp-cpu", Items(package, "NativePackages"));
    }

    [Fact]
    public void Icon_is_a_picture_of_128_by_128_pixels()
    {
        byte[] icon = File.ReadAllBytes(Path.Join(Repository.Folder, "src", "icon.png"));

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], icon[..4]);
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)));
    }

    /// <summary>On packages the project's own references are what its package depends on.</summary>
    [Fact]
    public void Program_that_only_embeds_takes_no_package_of_TorchSharp()
    {
        Assert.Equal(["Google.Protobuf", "Grpc.Tools", "Microsoft.ML", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxTransformer", "OpenCvSharp4"], PackagesOf("Cacl.ML").Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("TorchSharp", PackagesOf("Cacl.ML.Training"));
    }

    private IEnumerable<string> PackagesOf(string project) => Items(project, "ProjectReferences").SelectMany(PackagesOf).Concat(Items(project, "PackageReferences"));

    private string[] Items(string package, string type) => settings[package, type].Split(';', StringSplitOptions.RemoveEmptyEntries);
}
