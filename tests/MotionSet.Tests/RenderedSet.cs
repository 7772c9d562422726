using Cacl.Clips;

[assembly: AssemblyFixture(typeof(Cacl.Samples.MotionSet.Tests.RenderedSet))]

namespace Cacl.Samples.MotionSet.Tests;

/// <summary>One small set, rendered once for all tests that only look at it.</summary>
public sealed class RenderedSet : IDisposable
{
    public const int TrainPerClass = 12, ValidatePerClass = 8;

    private readonly string folder = Directory.CreateTempSubdirectory("cacl-motion-").FullName;

    public RenderedSet()
    {
        Textures = [.. Enumerable.Range(0, 3).Select(i => TextureVideo.Plasma(Path.Combine(folder, $"texture-{i}.avi"), (ulong)i))];
        Set = MotionSetRenderer.Render(Path.Combine(folder, "set"), Textures, Options, cancellation: TestContext.Current.CancellationToken);
    }

    public static MotionSetOptions Options { get; } = new() { Seed = 5, TrainPerClass = TrainPerClass, ValidatePerClass = ValidatePerClass };

    public IReadOnlyList<string> Textures { get; }

    public MotionSetFolders Set { get; }

    /// <summary>An empty folder of its own for a test that renders.</summary>
    public string Fresh() => Path.Combine(folder, Guid.NewGuid().ToString("N"));

    /// <summary>Every video of a folder with its class, decoded at its own size.</summary>
    public static IEnumerable<(string Class, DecodedVideo Video)> Read(string folder)
    {
        foreach (VideoEntry entry in VideoFolder.List(folder))
        {
            using VideoFile file = VideoFile.Open(entry.Path);
            yield return (entry.Label!, file.ReadAll(new FrameSize(file.Width, file.Height)));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
