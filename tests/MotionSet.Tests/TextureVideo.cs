using Cacl.Clips;

namespace Cacl.Samples.MotionSet.Tests;

/// <summary>Synthetic videos to cut textures from.</summary>
internal static class TextureVideo
{
    private static readonly FrameSize Size = new(160, 120);

    /// <summary>Changing plasma: waves of random frequency and direction in each colour.</summary>
    public static string Plasma(string path, ulong seed)
    {
        var random = new SampleRandom(seed, 0, 0);
        var waves = new (double X, double Y, double T, double Phase)[3, 4];
        for (int c = 0; c < 3; c++)
            for (int i = 0; i < 4; i++) waves[c, i] = (random.NextDouble() - 0.5, random.NextDouble() - 0.5, 0.2 * random.NextDouble(), 6 * random.NextDouble());
        return Write(path, (x, y, t, c) =>
        {
            double sum = 0;
            for (int i = 0; i < 4; i++) sum += Math.Sin(waves[c, i].X * x + waves[c, i].Y * y + waves[c, i].T * t + waves[c, i].Phase);
            return 128 + 30 * sum;
        });
    }

    public static string Columns(string path) => Write(path, (x, _, t, _) => (x + t) / 16 % 2 == 0 ? 60 : 200);

    public static string Rows(string path) => Write(path, (_, y, t, _) => (y + t) / 16 % 2 == 0 ? 60 : 200);

    private static string Write(string path, Func<int, int, int, int, double> value)
    {
        var frame = new byte[Size.ByteCount];
        using VideoFileWriter video = VideoFileWriter.Create(path, Size, 20, "MJPG");
        for (int t = 0; t < 30; t++)
        {
            for (int y = 0; y < Size.Height; y++)
                for (int x = 0; x < Size.Width; x++)
                    for (int c = 0; c < 3; c++) frame[(y * Size.Width + x) * 3 + c] = (byte)Math.Clamp(value(x, y, t, c), 0, 255);
            video.Write(frame);
        }
        return path;
    }
}
