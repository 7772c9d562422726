namespace Cacl.Product.Tests;

/// <summary>A folder outside of the repository, so that none of its build files reaches it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("cacl-product-").FullName;

    internal string At(params ReadOnlySpan<string> parts) => System.IO.Path.Join([Path, .. parts]);

    internal string Write(string name, string text)
    {
        string path = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
