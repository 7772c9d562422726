using Cacl.Clips;

namespace Cacl.Onnx;

/// <summary>What became of a video that was to be embedded.</summary>
/// <param name="Path">The video file, as it was given.</param>
/// <param name="Features">Its vector; null for a faulty video.</param>
/// <param name="Fault">Why it has none; null when it has.</param>
/// <param name="Shortfall">What is wrong with a video that has a vector although it is not complete, in words that go on from its name; null when it is complete.</param>
public sealed record EmbeddedVideo(string Path, float[]? Features, VideoException? Fault, string? Shortfall);
