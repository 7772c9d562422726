using System.Diagnostics;

namespace Cacl.ML.Tests;

/// <summary>Hears the warnings of the program's trace.</summary>
internal sealed class ToldInTrace : TraceListener
{
    private readonly List<string> warnings = [];

    public ToldInTrace() => Trace.Listeners.Add(this);

    public IReadOnlyList<string> Warnings => warnings;

    public override void TraceEvent(TraceEventCache? eventCache, string source, TraceEventType eventType, int id, string? message)
    {
        if (eventType == TraceEventType.Warning)
            warnings.Add(message!);
    }

    public override void Write(string? message)
    {
    }

    public override void WriteLine(string? message)
    {
    }

    protected override void Dispose(bool disposing)
    {
        Trace.Listeners.Remove(this);
        base.Dispose(disposing);
    }
}
