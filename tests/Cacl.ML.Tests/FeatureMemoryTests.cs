namespace Cacl.ML.Tests;

public sealed class FeatureMemoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-").FullName;
    private int embedded;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void File_is_embedded_once_until_it_changes()
    {
        var memory = new FeatureMemory(1000);
        string path = Write("a");

        Assert.Equal([1], memory.Of(path, Embed));
        Assert.Equal([1], memory.Of(path, Embed));
        File.WriteAllText(path, "longer");
        Assert.Equal([2], memory.Of(path, Embed));
    }

    [Fact]
    public void Above_the_capacity_the_file_not_asked_for_longest_is_forgotten()
    {
        var memory = new FeatureMemory(2 * sizeof(float));
        string a = Write("a"), b = Write("b"), c = Write("c");

        memory.Of(a, Embed);
        memory.Of(b, Embed);
        memory.Of(a, Embed);
        memory.Of(c, Embed);

        Assert.Equal([1], memory.Of(a, Embed));
        Assert.Equal([3], memory.Of(c, Embed));
        Assert.Equal([4], memory.Of(b, Embed));
    }

    private string Write(string name)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, "x");
        return path;
    }

    private float[] Embed(string path) => [++embedded];
}
