using Cacl.Clips;

namespace Cacl.ML.Tests;

/// <summary>The encoders of Encoders/make_encoders.py, and what they compute.</summary>
internal static class EncoderFile
{
    public const int FeatureLength = 8;
    public const int EmbedClips = 3;

    private const int Frames = 6;
    private const int Edge = 16;

    /// <summary>Bytes in; says how clips are taken, as <see cref="VideoSet.Clips"/> does, and to take three.</summary>
    public static string Path { get; } = Of("encoder.onnx");

    /// <summary>Floats of 0 to 1 in; says nothing.</summary>
    public static string Foreign { get; } = Of("foreign.onnx");

    /// <summary>Gives another number of vectors than it promises.</summary>
    public static string Broken { get; } = Of("broken.onnx");

    /// <summary>The vector of a video.</summary>
    public static float[] Features(string video, int clips = EmbedClips) => Features(ClipReader.ReadUniform(video, VideoSet.Clips, clips));

    /// <summary>The mean vector of clips, RGB bytes [clips, frames, height, width, 3].</summary>
    public static float[] Features(byte[] pixels)
    {
        var features = new double[FeatureLength];
        int clips = pixels.Length / (Frames * Edge * Edge * 3);
        for (int clip = 0; clip < clips; clip++)
            for (int row = 0; row < Frames * Edge; row++)
                for (int x = 0; x < Edge; x++)
                    for (int channel = 0; channel < 3; channel++)
                        for (int d = 0; d < FeatureLength; d++)
                            features[d] += pixels[((clip * Frames * Edge + row) * Edge + x) * 3 + channel] * Weight(row * 3 + channel, d) / Edge / clips;
        return [.. features.Select(value => (float)value)];
    }

    public static void AssertClose(float[] expected, float[]? actual, double tolerance = 1e-2)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Length, actual.Length);
        // Values are of the order of hundreds: this is some 1e-5 of them.
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
    }

    private static double Weight(int i, int d) => ((7 * i + 13 * d) % 17 - 8) / 64.0;

    private static string Of(string name) => System.IO.Path.Join(AppContext.BaseDirectory, "Encoders", name);
}
