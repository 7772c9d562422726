using Cacl.Clips;
using Cacl.Onnx;

namespace Cacl.ML;

/// <summary>The video that one row holds, in whichever form.</summary>
internal abstract record RowVideo
{
    /// <summary>The file as it was when it was first asked for, by which what is found out is remembered; null when there is no file.</summary>
    public virtual FileState? State => null;

    /// <summary>What messages call it.</summary>
    public abstract string Name { get; }

    /// <summary>How much memory it takes as long as its row is held; next to nothing where it lies in a file.</summary>
    public virtual long HeldBytes => 0;

    /// <summary>Makes its clips.</summary>
    /// <exception cref="VideoException">It is faulty.</exception>
    /// <exception cref="InvalidDataException">It is a part of a clip.</exception>
    public abstract DecodedClips Read(VideoFeaturizer featurizer, CancellationToken cancellation);
}

/// <summary>A video file.</summary>
internal sealed record RowVideoFile(string Path) : RowVideo
{
    private FileState? state;

    public override FileState? State => state ??= FileState.Of(Path);

    public override string Name => Path;

    public override DecodedClips Read(VideoFeaturizer featurizer, CancellationToken cancellation) => featurizer.Read(Path, cancellation);

    public bool Equals(RowVideoFile? other) => other?.Path == Path;

    public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);
}

/// <summary>The bytes of a video file.</summary>
internal sealed record RowVideoContent(byte[] Bytes, long Row) : RowVideo
{
    public override string Name => $"{Bytes.Length} bytes in row {Row}";

    public override long HeldBytes => Bytes.Length;

    public override DecodedClips Read(VideoFeaturizer featurizer, CancellationToken cancellation) => featurizer.ReadContent(Bytes, Name, cancellation);

    public bool Equals(RowVideoContent? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override int GetHashCode() => Bytes.Length;
}

/// <summary>Ready clips, any number of them.</summary>
internal sealed record RowVideoClips(byte[] Pixels, int Frames, FrameSize Size, long Row) : RowVideo
{
    public override string Name => $"clips in row {Row}";

    public override long HeldBytes => Pixels.Length;

    public override DecodedClips Read(VideoFeaturizer featurizer, CancellationToken cancellation)
    {
        long bytesOfClip = (long)Frames * Size.ByteCount;
        return Pixels.Length % bytesOfClip == 0
            ? featurizer.Crop(Pixels, Size)
            : throw new InvalidDataException($"Row {Row} has {Pixels.Length} bytes, which is no whole number of clips: {Frames} frames of {Size.Width} x {Size.Height} pixels are {bytesOfClip} bytes.");
    }

    public bool Equals(RowVideoClips? other) => other is not null && Pixels.AsSpan().SequenceEqual(other.Pixels);

    public override int GetHashCode() => Pixels.Length;
}
