namespace Cacl.Clips.Tests;

/// <summary>Hears what is reported at once, on the thread that reports.</summary>
internal sealed class Listener<T>(Action<T> act) : IProgress<T>
{
    public void Report(T value) => act(value);
}
