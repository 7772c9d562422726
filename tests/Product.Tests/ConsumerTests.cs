using System.Xml.Linq;

namespace Cacl.Product.Tests;

/// <summary>A new project outside of the repository takes the packages from a folder, and on polyfills the assemblies of those that can't be packed.</summary>
public class ConsumerTests(PackedProjects packed)
{
    [Fact]
    public async Task Program_that_does_what_the_readmes_show_runs_in_a_process_of_its_own()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Consumer.csproj", Project());
        folder.Write("nuget.config", Feeds());
        folder.Write("Readmes.cs", ReadmeCode.Compose());
        foreach (string source in Directory.EnumerateFiles(Path.Join(AppContext.BaseDirectory, "Consumer")))
            File.Copy(source, folder.At(Path.GetFileName(source)));
        Directory.CreateDirectory(folder.At("run"));

        await Command.Dotnet(folder.Path, "build", "--configuration", "Release", "--output", folder.At("program"));
        string said = await Command.Dotnet(folder.At("run"), folder.At("program", "Consumer.dll"));

        Assert.Equal(
            """
            Twelve videos.
            48 x 40 pixels, 40 frames
            49152 bytes
            shuffle degree 2
            16 numbers from 6 steps
            2 vectors of 16 numbers
            6 videos, 16 numbers each
            the loaded model gives the same: True
            24576 bytes a clip
            16 features
            2 classes
            walk.avi walk 0.995
            run.avi run 0.856
            1 query shown

            """,
            said);
        Assert.All(PackedProjects.Names, name => Assert.Equal(packed.Package(name).Read($"lib/net10.0/{name}.dll"), File.ReadAllBytes(folder.At("program", $"{name}.dll"))));
    }

    [Fact]
    public void Every_package_has_a_readme_whose_code_is_run() =>
        Assert.Equal(Repository.Projects, ReadmeCode.Order.Order(StringComparer.Ordinal));

    private string Project()
    {
        var references = new XElement("ItemGroup", PackedProjects.Names.Select(name => PackageReference(name, packed.Package(name).Version)));
        if (Repository.OnPolyfills)
        {
            // Those that are packed come out of their packages alone.
            string packedOnes = string.Join(';', PackedProjects.Names.Select(name => Path.Join(AppContext.BaseDirectory, $"{name}.dll")));
            foreach (string assemblies in new[] { "Cacl.*.dll", "Microsoft.ML*.dll", "OpenCvSharp.dll", "TorchSharp.dll", "Google.Protobuf.dll", "System.Numerics.Tensors.dll" })
                references.Add(new XElement("Reference", new XAttribute("Include", Path.Join(AppContext.BaseDirectory, assemblies)), new XAttribute("Exclude", packedOnes)));
            references.Add(new XElement("None", new XAttribute("Include", Path.Join(AppContext.BaseDirectory, "*.so")), new XAttribute("CopyToOutputDirectory", "PreserveNewest")));
        }
        else
        {
            references.Add(NativePackages());
        }

        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <WarningsNotAsErrors>NU1603</WarningsNotAsErrors>
                <RestorePackagesPath>packages</RestorePackagesPath>
              </PropertyGroup>
              {references}
            </Project>
            """;
    }

    /// <summary>The native libraries that the readmes ask a program to add.</summary>
    private static IEnumerable<XElement> NativePackages()
    {
        XDocument central = XDocument.Load(Path.Join(Repository.Folder, "Directory.Packages.props"));
        return central.Descendants("NativePackage").Select(package => package.Attribute("Include")!.Value)
            .Select(name => PackageReference(name, central.Descendants("PackageVersion").Single(version => version.Attribute("Include")!.Value == name).Attribute("Version")!.Value));
    }

    private static XElement PackageReference(string name, string version) =>
        new("PackageReference", new XAttribute("Include", name), new XAttribute("Version", version));

    // Feeds of the machine serve what the packages depend on; what was restored before is taken from where it is kept, and nothing is added there.
    private string Feeds() => $"""
        <configuration>
          <packageSources><add key="packed" value="{packed.Feed}" /></packageSources>
          <fallbackPackageFolders><add key="kept" value="{Repository.PackageFolder}" /></fallbackPackageFolders>
        </configuration>
        """;
}
