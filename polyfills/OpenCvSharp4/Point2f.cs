namespace OpenCvSharp;

public record struct Point2f(float X, float Y)
{
    public float X = X;
    public float Y = Y;

    public static implicit operator Point2f(Point point) => new(point.X, point.Y);
}
