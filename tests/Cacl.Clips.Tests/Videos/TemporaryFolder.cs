namespace Cacl.Clips.Tests;

/// <summary>A folder that goes when the test is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cacl-clips-");

    public string Root => _folder.FullName;

    /// <summary>A path within, whose folder exists.</summary>
    public string this[params string[] parts]
    {
        get
        {
            string path = Path.Combine([Root, .. parts]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return path;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
