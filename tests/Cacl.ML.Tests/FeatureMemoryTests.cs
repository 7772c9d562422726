namespace Cacl.ML.Tests;

public sealed class FeatureMemoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void File_is_remembered_until_it_changes()
    {
        var memory = new FeatureMemory(1000);
        string path = Write("a");

        memory.Keep(FileState.Of(path), [1], null);

        Assert.Equal([1], memory.Find(FileState.Of(path))!.Value.Features);
        File.WriteAllText(path, "longer");
        Assert.Null(memory.Find(FileState.Of(path)));
    }

    [Fact]
    public void Above_the_capacity_the_file_not_asked_for_longest_is_forgotten()
    {
        var memory = new FeatureMemory(2 * sizeof(float));
        FileState a = FileState.Of(Write("a")), b = FileState.Of(Write("b")), c = FileState.Of(Write("c"));

        memory.Keep(a, [1], null);
        memory.Keep(b, [2], null);
        memory.Find(a);
        memory.Keep(c, [3], null);

        Assert.Equal([1], memory.Find(a)!.Value.Features);
        Assert.Equal([3], memory.Find(c)!.Value.Features);
        Assert.Null(memory.Find(b));
    }

    [Fact]
    public void What_a_file_lacks_is_remembered_with_its_vector()
    {
        var memory = new FeatureMemory(1000);
        FileState file = FileState.Of(Write("a"));

        memory.Keep(file, [1], "ended early");
        memory.Keep(file, [1], "ended early");

        Assert.Equal("ended early", memory.Find(file)?.Shortfall);
    }

    [Fact]
    public void A_link_that_leads_to_another_content_is_not_remembered()
    {
        var memory = new FeatureMemory(1000);
        string target = Write("a"), link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, target);
        memory.Keep(FileState.Of(link), [1], null);

        Assert.Equal([1], memory.Find(FileState.Of(link))!.Value.Features);
        File.WriteAllText(target, "longer");
        Assert.Null(memory.Find(FileState.Of(link)));
    }

    private string Write(string name)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, "x");
        return path;
    }
}
