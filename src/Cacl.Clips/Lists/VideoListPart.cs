namespace Cacl.Clips;

/// <summary>The part of a data set that a listed video belongs to.</summary>
public enum VideoListPart
{
    /// <summary>Every video of the list, also one that its split leaves unused.</summary>
    All,

    /// <summary>The videos to learn from: 1 in HMDB51, train or training elsewhere.</summary>
    Train,

    /// <summary>The videos to choose settings by: val, valid, validate or validation.</summary>
    Validation,

    /// <summary>The videos to measure with: 2 in HMDB51, test or testing elsewhere.</summary>
    Test,
}
