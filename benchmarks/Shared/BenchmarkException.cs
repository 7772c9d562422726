namespace Cacl.Benchmarks;

/// <summary>What keeps the benchmark from going on, in words for its user.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
