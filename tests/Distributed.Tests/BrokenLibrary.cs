namespace Distributed.Tests;

/// <summary>A folder with a file of a library's name that is no library: what is told to look there first can't load it.</summary>
internal sealed class BrokenLibrary : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-broken-");

    public BrokenLibrary(string name)
    {
        File.WriteAllText(Path.Combine(folder.FullName, name), "nothing");
        Environment = new() { ["LD_LIBRARY_PATH"] = folder.FullName };
    }

    /// <summary>What makes the loader find it.</summary>
    public Dictionary<string, string> Environment { get; }

    public void Dispose() => folder.Delete(true);
}
