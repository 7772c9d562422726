using Cacl.Clips;

namespace Cacl.Samples.MotionSet;

/// <summary>One textured sprite before one textured background. Its look is drawn before its movement and knows nothing of it.</summary>
internal sealed class Scene
{
    private const int FaceSide = 24;

    private readonly Texture background, face;
    private readonly double halfSize; // in units of the frame's height
    private readonly int roundness;   // the sprite is |u|^n + |v|^n < 1: a disc, a rounded square, nearly a square

    public Scene(TextureSource textures, int width, int height, ref SampleRandom random)
    {
        background = textures.Background(ref random, width, height);
        face = textures.Face(ref random, FaceSide);
        halfSize = 0.15 + 0.04 * random.NextDouble();
        roundness = 2 << random.NextInt(3);
    }

    /// <summary>Draws the frame: RGB [height, width, 3].</summary>
    public void Draw(in Pose pose, Span<byte> frame)
    {
        background.Pixels.CopyTo(frame);
        int width = background.Width, height = background.Height;
        double half = halfSize * pose.Scale * height;
        double centreX = (width - 1) / 2.0 + pose.X * height, centreY = (height - 1) / 2.0 + pose.Y * height;
        double cosine = Math.Cos(pose.Angle), sine = Math.Sin(pose.Angle), reach = half * Math.Sqrt(2) + 1;
        int top = Math.Max(0, (int)(centreY - reach)), bottom = Math.Min(height - 1, (int)(centreY + reach));
        int left = Math.Max(0, (int)(centreX - reach)), right = Math.Min(width - 1, (int)(centreX + reach));
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                double dx = (x - centreX) / half, dy = (y - centreY) / half;
                double u = cosine * dx + sine * dy, v = cosine * dy - sine * dx;
                double distance = Math.Pow(Math.Pow(Math.Abs(u), roundness) + Math.Pow(Math.Abs(v), roundness), 1.0 / roundness);
                double cover = Math.Clamp((1 - distance) * half + 0.5, 0, 1); // the edge is one pixel soft
                if (cover == 0) continue;
                (double r, double g, double b) = face.At((u + 1) / 2 * (FaceSide - 1), (v + 1) / 2 * (FaceSide - 1));
                int i = (y * width + x) * 3;
                frame[i] = Blend(frame[i], r + pose.Brightness, cover);
                frame[i + 1] = Blend(frame[i + 1], g + pose.Brightness, cover);
                frame[i + 2] = Blend(frame[i + 2], b + pose.Brightness, cover);
            }
        }
    }

    private static byte Blend(byte under, double over, double cover) => (byte)Math.Round(under + (Math.Clamp(over, 0, 255) - under) * cover);
}
