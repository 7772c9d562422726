namespace Cacl.Learning;

/// <summary>A video on an embedding map.</summary>
/// <param name="X">Its coordinate along the first principal component.</param>
/// <param name="Y">Its coordinate along the second principal component.</param>
/// <param name="Group">What its colour stands for: the class, or the source video.</param>
/// <param name="Name">Its name.</param>
public sealed record EmbeddingPoint(double X, double Y, string Group, string Name);
