namespace Cacl.ML;

/// <summary>What a component does with a row whose video can't be read, or is too short.</summary>
public enum VideoFaultPolicy
{
    /// <summary>Throws a <see cref="Cacl.Clips.VideoException"/> that names the file, the cause and the row, when the row's value is asked for.</summary>
    Throw,

    /// <summary>
    /// Leaves the row out of the view, and reports it. To know which rows are left, each video is read once, even where only other columns
    /// are asked for; so the view's number of rows is not known beforehand, and a <c>PredictionEngine</c>, which answers every row, is refused.
    /// </summary>
    Skip,

    /// <summary>Keeps the row with a value of zeros, and tells the fault and its cause in a further text column, which is empty where there is none. A video that is used in part keeps its value, and is told there too.</summary>
    Flag,
}
