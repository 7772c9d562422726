using System.Text.Json;

namespace Cacl.ML.Tests;

public class DependencyTests
{
    /// <summary>This program uses Cacl.ML alone, so what it depends on is what any such program does.</summary>
    [Fact]
    public void Program_that_only_embeds_needs_no_TorchSharp()
    {
        using JsonDocument dependencies = JsonDocument.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Cacl.ML.Tests.deps.json")));
        string[] libraries = [.. dependencies.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/')[0])];

        Assert.Contains("Cacl.ML", libraries);
        Assert.Contains("Cacl.Clips", libraries);
        Assert.DoesNotContain(libraries, library => library.Contains("torch", StringComparison.OrdinalIgnoreCase) || library is "Cacl.Learning" or "Cacl.ML.Training");
    }
}
