using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LoadedModel;

/// <summary>All that a model makes of videos, as text in which every bit counts.</summary>
public static class ModelValues
{
    /// <summary>A line for each column, over all rows, and one for each video that a prediction engine answers.</summary>
    public static IReadOnlyList<string> Of(MLContext ml, ITransformer model, IReadOnlyList<string> videos)
    {
        VideoRow[] rows = [.. videos.Select(path => new VideoRow { VideoPath = path, Label = Path.GetFileName(Path.GetDirectoryName(path)!) })];
        IDataView scored = model.Transform(ml.Data.LoadFromEnumerable(rows));
        List<string> lines = [.. scored.Schema.Where(column => !column.IsHidden).Select(column => $"{column.Name} {column.Type} {Hash(Values(scored, column))}")];

        // Owned by the caller, who may go on using the model.
        var options = new PredictionEngineOptions { OwnsTransformer = false };
        using PredictionEngine<VideoRow, Prediction> engine = ml.Model.CreatePredictionEngine<VideoRow, Prediction>(model, options);
        lines.AddRange(rows.Select(row => $"{row.VideoPath} {engine.Predict(row)}"));
        return lines;
    }

    private static IEnumerable<byte[]> Values(IDataView data, DataViewSchema.Column column)
    {
        if (column.Type is TextDataViewType)
            return data.GetColumn<string>(column).Select(text => MemoryMarshal.AsBytes<char>(text).ToArray());
        if (column.Type.RawType == typeof(uint))
            return data.GetColumn<uint>(column).Select(BitConverter.GetBytes);
        if (column.Type.RawType == typeof(VBuffer<byte>))
            return data.GetColumn<byte[]>(column);
        if (column.Type.RawType == typeof(VBuffer<int>))
            return data.GetColumn<int[]>(column).Select(Bytes);
        if (column.Type.RawType == typeof(VBuffer<float>))
            return data.GetColumn<float[]>(column).Select(Bytes);
        throw new NotSupportedException($"Column '{column.Name}' is {column.Type}.");
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    private static string Hash(IEnumerable<byte[]> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] value in values)
        {
            hash.AppendData(BitConverter.GetBytes(value.Length));
            hash.AppendData(value);
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private sealed class VideoRow
    {
        public string VideoPath { get; set; } = "";

        public string Label { get; set; } = "";
    }

    private sealed class Prediction
    {
        public VBuffer<byte> Clip { get; set; }

        public string ClipFault { get; set; } = "";

        public VBuffer<byte> ShuffledClip { get; set; }

        public uint ShuffleDegree { get; set; }

        public VBuffer<int> FrameOrder { get; set; }

        public VBuffer<float> Features { get; set; }

        public string FeaturesFault { get; set; } = "";

        public VBuffer<float> Score { get; set; }

        public override string ToString() =>
            string.Join(' ', Of(Clip), ClipFault, Of(ShuffledClip), ShuffleDegree, Of(FrameOrder), Of(Features), FeaturesFault, Of(Score));

        private static string Of<T>(VBuffer<T> values)
            where T : unmanaged => Hash([Bytes(values.DenseValues().ToArray())]);
    }
}
