using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>A clip of a source, or two of one video whose frames follow on each other, and which frames they are.</summary>
/// <param name="Clip">The frames.</param>
/// <param name="FrameNumbers">The number of each frame in its video: equal numbers are the same frame.</param>
internal readonly record struct TakenClip(RawClip Clip, int[] FrameNumbers);
