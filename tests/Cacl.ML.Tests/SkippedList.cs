using Cacl.Clips;

namespace Cacl.ML.Tests;

/// <summary>The videos that were told to be skipped.</summary>
internal sealed class SkippedList : List<SkippedVideo>, IProgress<SkippedVideo>
{
    public void Report(SkippedVideo value) => Add(value);
}
