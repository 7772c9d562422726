namespace Cacl.Search;

/// <summary>The vector registers of a processor, as the screening of rows uses them.</summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    static abstract TSelf Load(float* source);

    static abstract TSelf Repeat(float value);

    /// <summary>a * b + c, fused where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract bool AnyAtLeast(TSelf values, TSelf bounds);

    void Store(float* destination);
}
