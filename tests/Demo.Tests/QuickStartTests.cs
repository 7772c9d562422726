namespace Cacl.Demo.Tests;

public sealed class QuickStartTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Folders_that_can_not_be_used_end_with_1_and_one_line()
    {
        folder.Video("flat/one.avi", 1);
        Directory.CreateDirectory(folder["empty"]);

        Assert.Equal($"There is no folder '{folder["none"]}'.", Fault("none", "flat"));
        Assert.Equal($"The folder '{folder["empty"]}' is empty.", Fault("empty", "flat"));
        Assert.StartsWith($"The folder '{folder["flat"]}' tells no class of each video: expected a sub-folder for each class", Fault("flat", "flat"));
    }

    private string Fault(string train, string validate) => DemoProcess.RunQuickStart(folder[train], folder[validate]).FaultLine(1, "QuickStart");
}
