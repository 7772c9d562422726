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

        Assert.Equal([1], memory.Of(path, Embed).Features);
        Assert.Equal([1], memory.Of(path, Embed).Features);
        File.WriteAllText(path, "longer");
        Assert.Equal([2], memory.Of(path, Embed).Features);
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

        Assert.Equal([1], memory.Of(a, Embed).Features);
        Assert.Equal([3], memory.Of(c, Embed).Features);
        Assert.Equal([4], memory.Of(b, Embed).Features);
    }

    [Fact]
    public void What_a_file_lacks_is_remembered_with_its_vector()
    {
        var memory = new FeatureMemory(1000);
        string path = Write("a");

        for (int time = 0; time < 2; time++)
            Assert.Equal("ended early", memory.Of(path, file => (Embed(file).Item1, "ended early")).Shortfall);
        Assert.Equal(1, embedded);
    }

    [Fact]
    public void A_link_that_leads_to_another_content_is_embedded_anew()
    {
        var memory = new FeatureMemory(1000);
        string target = Write("a"), link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, target);

        Assert.Equal([1], memory.Of(link, Embed).Features);
        Assert.Equal([1], memory.Of(link, Embed).Features);
        File.WriteAllText(target, "longer");
        Assert.Equal([2], memory.Of(link, Embed).Features);
    }

    private string Write(string name)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, "x");
        return path;
    }

    private (float[], string?) Embed(string path) => ([++embedded], null);
}
