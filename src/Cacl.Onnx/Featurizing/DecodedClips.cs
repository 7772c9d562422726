namespace Cacl.Onnx;

/// <summary>The clips of one video, ready for the network.</summary>
/// <param name="pixels">RGB bytes [count, frames, height, width, 3]; null where no vector is wanted.</param>
/// <param name="count">How many clips.</param>
/// <param name="shortfall">What the video lacks, in words; null when it is complete.</param>
internal sealed class DecodedClips(byte[]? pixels, int count, string? shortfall)
{
    /// <summary>A video whose vector is known already.</summary>
    public static DecodedClips Known(float[] features, string? shortfall) => new(null, 0, shortfall) { Features = features };

    /// <summary>Whether the vector has to be computed; the same before and after that.</summary>
    public bool NeedsVector { get; } = pixels is not null;

    public byte[]? Pixels { get; private set; } = pixels;

    public int Count => count;

    public string? Shortfall => shortfall;

    /// <summary>The vector, once it is there.</summary>
    public float[]? Features { get; private set; }

    /// <summary>Takes the vector and lets go of the pixels.</summary>
    public void Complete(float[] features) => (Features, Pixels) = (features, null);
}
