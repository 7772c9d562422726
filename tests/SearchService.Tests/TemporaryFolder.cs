namespace Cacl.Samples.SearchService.Tests;

/// <summary>A folder for as long as a test runs.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("cacl-service-").FullName;

    internal string File(string name) => System.IO.Path.Join(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
