namespace Cacl.Learning;

/// <summary>How far an evaluation has come.</summary>
/// <param name="Stage">What is done, for example <c>reading test videos</c>.</param>
/// <param name="Done">Videos done, from 1 up.</param>
/// <param name="Total">Videos in all.</param>
public sealed record EvaluationProgress(string Stage, int Done, int Total);
