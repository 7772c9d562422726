namespace Cacl.Demo;

/// <summary>Shows how many videos of the motion set are rendered.</summary>
internal sealed class RenderWatcher(ProgressLine progress) : IProgress<(int Done, int Total)>
{
    public void Report((int Done, int Total) value) => progress.Count("Rendering the motion set", value.Done, value.Total);
}
