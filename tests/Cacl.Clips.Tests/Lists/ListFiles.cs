using System.Text;

namespace Cacl.Clips.Tests;

/// <summary>Lists written for a test, in a folder that goes with it.</summary>
internal sealed class ListFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Root => _folder.Root;

    public string this[string relative] => _folder[relative.Split('/')];

    public string Write(string relative, string content)
    {
        string path = this[relative];
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(content));
        return path;
    }

    /// <summary>The entries as "path from the folder = label".</summary>
    public string[] Show(IEnumerable<VideoEntry> videos) =>
        [.. videos.Select(video => $"{Path.GetRelativePath(Root, video.Path).Replace('\\', '/')} = {video.Label ?? "-"}")];

    /// <summary>Asserts the fault of a list as a whole: its message after the list's name, and its line.</summary>
    public static void AssertFault(string list, string message, Action read)
    {
        VideoListException fault = Assert.Throws<VideoListException>(read);
        Assert.Equal($"Can't read the video list '{list}'{message}", fault.Message);
        Assert.Equal(list, fault.Path);
        Assert.EndsWith($"expected {fault.Expected}, found {fault.Found}.", fault.Message);
        Assert.Equal(fault.Line > 0, fault.Message.StartsWith($"Can't read the video list '{list}', line {fault.Line}: "));
    }

    public void Dispose() => _folder.Dispose();
}
