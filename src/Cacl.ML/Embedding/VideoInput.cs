using System.Collections.Immutable;
using Cacl.Clips;
using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>A column that videos are embedded from: paths, clips, or files in memory.</summary>
internal static class VideoInput
{
    public const string Expected =
        $"{Columns.Paths}, a vector of Byte [frames, height, width, 3] or [clips, frames, height, width, 3] (clips), or a vector of Byte of unknown size (the bytes of a video file)";

    public static bool Fits(SchemaShape.Column column) =>
        Columns.IsPath(column) || (column.Kind != SchemaShape.Column.VectorKind.Scalar && column.ItemType == NumberDataViewType.Byte);

    /// <summary>Checks a column.</summary>
    /// <exception cref="ArgumentException">It is missing, of another kind, or does not go with the encoder; the message tells what was expected.</exception>
    public static void Check(DataViewSchema schema, string name, VideoFeaturizer featurizer)
    {
        DataViewType type = Columns.Find(schema, name, Expected, Fits).Type;
        OnnxVideoEncoder encoder = featurizer.Encoder;
        if (ClipShape(type) is var (frames, size, _))
        {
            if (frames != encoder.Frames || size.Width < encoder.Width || size.Height < encoder.Height)
                throw new ArgumentException($"Column '{name}' has clips of {frames} frames of {size.Width} x {size.Height} pixels; the encoder '{encoder.Path}' takes {encoder.Frames} frames of at least {encoder.Width} x {encoder.Height}.");
        }
        else if (featurizer.Clips is null)
        {
            throw new ArgumentException(
                $"Column '{name}' is {type}, and the encoder '{encoder.Path}' does not say how clips are taken from videos. Set {nameof(EmbedOptions)}.{nameof(EmbedOptions.Featurizer)}.{nameof(VideoFeaturizerOptions.Clips)}: {encoder.Frames} frames of {encoder.Width} x {encoder.Height} pixels.");
        }
    }

    /// <summary>How many clips a row has; 1 where each has its own number.</summary>
    public static int ClipsOf(DataViewType type, VideoFeaturizer featurizer) =>
        ClipShape(type) is var (_, _, clips) ? Math.Max(1, clips) : featurizer.ClipCount;

    /// <summary>Takes the video of the current row, so that it stays when the cursor moves on.</summary>
    public static Func<RowVideo> Over(DataViewRow row, DataViewSchema.Column column)
    {
        if (Columns.IsPath(column.Type))
        {
            ValueGetter<ReadOnlyMemory<char>> getPath = row.GetGetter<ReadOnlyMemory<char>>(column);
            return () =>
            {
                ReadOnlyMemory<char> path = default;
                getPath(ref path);
                return new RowVideoFile(path.ToString());
            };
        }

        ValueGetter<VBuffer<byte>> getBytes = row.GetGetter<VBuffer<byte>>(column);
        (int Frames, FrameSize Size, int Clips)? shape = ClipShape(column.Type);
        return () =>
        {
            VBuffer<byte> vector = default;
            getBytes(ref vector);
            var bytes = new byte[vector.Length];
            vector.CopyTo(bytes);
            return shape is { } clip ? new RowVideoClips(bytes, clip.Frames, clip.Size, row.Position) : new RowVideoContent(bytes, row.Position);
        };
    }

    /// <summary>Whether a column is of a kind that videos are embedded from.</summary>
    public static bool Fits(DataViewType type) => Columns.IsPath(type) || IsContent(type) || IsClips(type);

    /// <summary>Whether a column holds ready clips.</summary>
    public static bool IsClips(DataViewType type) => ClipShape(type) is not null;

    private static bool IsContent(DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: false, Dimensions.Length: 1 } vector && vector.ItemType == NumberDataViewType.Byte;

    /// <summary>Frames of each clip, their size, and the number of clips, 0 where each row has its own; null when the type is no clips.</summary>
    private static (int Frames, FrameSize Size, int Clips)? ClipShape(DataViewType type)
    {
        if (type is not VectorDataViewType { Dimensions: var dimensions } vector || vector.ItemType != NumberDataViewType.Byte)
            return null;
        ImmutableArray<int> clip = dimensions.Length == 5 ? dimensions.RemoveAt(0) : dimensions;
        return clip is [> 0, > 0, > 0, 3] ? (clip[0], new FrameSize(clip[2], clip[1]), dimensions.Length == 5 ? dimensions[0] : 1) : null;
    }
}
