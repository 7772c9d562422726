namespace OpenCvSharp;

public struct Vec3b(byte item0, byte item1, byte item2) : IEquatable<Vec3b>
{
    public byte Item0 = item0;
    public byte Item1 = item1;
    public byte Item2 = item2;

    public readonly bool Equals(Vec3b other) => Item0 == other.Item0 && Item1 == other.Item1 && Item2 == other.Item2;
    public override readonly bool Equals(object? obj) => obj is Vec3b other && Equals(other);
    public override readonly int GetHashCode() => Item0 | Item1 << 8 | Item2 << 16;
    public static bool operator ==(Vec3b a, Vec3b b) => a.Equals(b);
    public static bool operator !=(Vec3b a, Vec3b b) => !a.Equals(b);
}
