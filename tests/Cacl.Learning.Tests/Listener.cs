namespace Cacl.Learning.Tests;

/// <summary>Is told at once, on the thread that tells.</summary>
internal sealed class Listener<T>(Action<T> act) : IProgress<T>
{
    public void Report(T value) => act(value);
}
