namespace Microsoft.ML.Data;

/// <remarks>128 bits that stay with a row through transforms. The mixing is SplitMix64's finaliser over both halves.</remarks>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public DataViewRowId Fork() => Mixed(Low ^ 0xD1B54A32D192ED03, High + 0x8CB92BA72F3D8DD7);

    public DataViewRowId Next() => Mixed(Low + 0x9E3779B97F4A7C15, High ^ 0xAEF17502108EF2D9);

    public DataViewRowId Combine(DataViewRowId other)
    {
        DataViewRowId mixed = Next();
        return Mixed(mixed.Low ^ other.Low, mixed.High + other.High);
    }

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public override string ToString() => $"{High:x16}{Low:x16}";

    private static DataViewRowId Mixed(ulong low, ulong high)
    {
        ulong first = Finalise(low + Finalise(high));
        return new DataViewRowId(first, Finalise(high ^ first));
    }

    internal static ulong Finalise(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
