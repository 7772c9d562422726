using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cacl.Samples.SearchService.Tests;

/// <summary>Keeps what the service logs, with the fields of each entry.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<Dictionary<string, object?>> entries = [];

    /// <summary>The entries whose message begins so.</summary>
    internal Dictionary<string, object?>[] Entries(string beginning) => [.. entries.Where(entry => ((string)entry["message"]!).StartsWith(beginning, StringComparison.Ordinal))];

    internal string All => string.Join("\n", entries.Select(entry => entry["message"]));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var entry = new Dictionary<string, object?> { ["message"] = formatter(state, exception), ["level"] = logLevel };
        if (state is IEnumerable<KeyValuePair<string, object?>> fields)
            foreach ((string name, object? value) in fields)
                entry[name] = value;
        entries.Enqueue(entry);
    }

    public void Dispose()
    {
    }
}
