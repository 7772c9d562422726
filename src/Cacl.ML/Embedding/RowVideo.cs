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

    /// <summary>Makes its clips.</summary>
    /// <exception cref="VideoException">It is faulty.</exception>
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

    public override DecodedClips Read(VideoFeaturizer featurizer, CancellationToken cancellation) => featurizer.ReadContent(Bytes, Name, cancellation);

    public bool Equals(RowVideoContent? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override int GetHashCode() => Bytes.Length;
}

/// <summary>Ready clips.</summary>
internal sealed record RowVideoClips(byte[] Pixels, FrameSize Size) : RowVideo
{
    public override string Name => "clips";

    public override DecodedClips Read(VideoFeaturizer featurizer, CancellationToken cancellation) => featurizer.Crop(Pixels, Size);

    public bool Equals(RowVideoClips? other) => other is not null && Pixels.AsSpan().SequenceEqual(other.Pixels);

    public override int GetHashCode() => Pixels.Length;
}
