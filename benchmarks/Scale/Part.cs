namespace Cacl.Benchmarks.Scale;

/// <summary>What a rank is to do in its turn.</summary>
/// <param name="Workload">The name of what it learns.</param>
/// <param name="Steps">That are timed.</param>
/// <param name="Threads">Of libtorch.</param>
/// <param name="Batch">Clips of a step, of all ranks together.</param>
/// <param name="IsVaried">Whether clips are varied as the method does.</param>
/// <param name="Overlap">Whether gradients are summed within the backward pass; null leaves it to the product.</param>
internal sealed record Part(string Workload, int Steps, int Threads, int Batch, bool IsVaried, bool? Overlap);
