using System.Text;

namespace Cacl.Product.Tests;

/// <summary>What MSBuild makes of every project's settings, on the packages, without restoring or building one.</summary>
public sealed class PackageSettings : IAsyncLifetime
{
    private static readonly string[] Properties =
    [
        "AssemblyVersion", "Authors", "Deterministic", "Description", "EnablePackageValidation", "GenerateDocumentationFile", "IncludeSymbols", "IsPackable",
        "NativePackages", "PackageIcon", "PackageId", "PackageLicenseExpression", "PackageReadmeFile", "PackageReferences", "PackageTags", "PackageVersion", "ProjectReferences",
        "SymbolPackageFormat",
    ];

    private readonly Dictionary<string, Dictionary<string, string>> projects = [];

    /// <summary>All projects of the repository, by name.</summary>
    public IEnumerable<string> Projects => projects.Keys;

    /// <summary>A property, or the items of a type with semicolons between them.</summary>
    public string this[string project, string setting] => projects[project][setting];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        using var folder = new TemporaryFolder();
        string targets = folder.Write("Tell.targets", $"""
            <Project>
              <Target Name="TellSettings">
                <PropertyGroup>
                  <PackageReferences>@(PackageReference)</PackageReferences>
                  <NativePackages>@(NativePackage)</NativePackages>
                  <ProjectReferences>@(ProjectReference->'%(Filename)')</ProjectReferences>
                </PropertyGroup>
                <ItemGroup>
                  {string.Concat(Properties.Select(Line))}
                </ItemGroup>
                <WriteLinesToFile File="{folder.At("told")}/$(MSBuildProjectName)" Lines="@(SettingLine)" />
              </Target>
            </Project>
            """);
        string all = folder.Write("All.proj", $"""
            <Project>
              <ItemGroup>
                <Every Include="{Repository.Folder}src/*/*.csproj;{Repository.Folder}tests/*/*.csproj;{Repository.Folder}samples/*/*.csproj;{Repository.Folder}benchmarks/*/*.csproj;{Repository.Folder}polyfills/*/*.csproj" />
              </ItemGroup>
              <Target Name="TellAll">
                <MSBuild Projects="@(Every)" Targets="TellSettings" Properties="Polyfills=false;CustomAfterMicrosoftCommonTargets={targets}" />
              </Target>
            </Project>
            """);
        await Command.Dotnet(folder.Path, "msbuild", all, "-t:TellAll", "-nologo", "-v:quiet");
        foreach (string file in Directory.EnumerateFiles(folder.At("told")))
            projects.Add(Path.GetFileName(file), File.ReadAllLines(file).Select(line => line.Split('=', 2)).ToDictionary(line => line[0], line => Encoding.UTF8.GetString(Convert.FromBase64String(line[1]))));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // In Base64, because a value may hold what MSBuild splits lines at.
    private static string Line(string property) =>
        $"""<SettingLine Include="{property}=$([MSBuild]::ConvertToBase64(`$({property})`))" />""";
}
