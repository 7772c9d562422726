using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>The vector of a row in a loaded model.</summary>
/// <remarks>ML.NET keeps one as long as a cursor, so what reads the cursor's rows stays with it.</remarks>
internal sealed class SavedFeatures
{
    public const string FeaturesColumn = "cacl.features", FaultColumn = "cacl.fault";

    [ColumnName(FeaturesColumn)]
    public VBuffer<float> Features { get; set; }

    /// <summary>What is wrong with the video, where that is told in a column.</summary>
    [ColumnName(FaultColumn)]
    public ReadOnlyMemory<char> Fault { get; set; }

    internal object? Reader { get; set; }
}
