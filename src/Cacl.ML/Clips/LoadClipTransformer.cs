using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Reads a clip of each video; see <see cref="LoadClipEstimator"/>.</summary>
public sealed class LoadClipTransformer : RowTransformer
{
    private readonly LoadClipOptions options;

    internal LoadClipTransformer(string outputColumnName, string inputColumnName, LoadClipOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        ClipOptions clips = options.Clips;
        OutputType = new VectorDataViewType(NumberDataViewType.Byte, clips.Frames, clips.CropSize, clips.CropSize, 3);
    }

    /// <summary>The column that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column of paths.</summary>
    public string InputColumnName { get; }

    internal VectorDataViewType OutputType { get; }

    internal override IReadOnlyList<string> InputColumnNames => [InputColumnName];

    internal override IReadOnlyList<DataViewSchema.DetachedColumn> NewColumns(DataViewSchema input)
    {
        Columns.Find(input, InputColumnName, Columns.Paths, Columns.IsPath);
        return [new DataViewSchema.DetachedColumn(OutputColumnName, OutputType)];
    }

    internal override Delegate?[] MakeGetters(DataViewRow input, bool[] wanted)
    {
        ValueGetter<ReadOnlyMemory<char>> getPath = input.GetGetter<ReadOnlyMemory<char>>(input.Schema[InputColumnName]);
        ReadOnlyMemory<char> path = default;
        return [(ValueGetter<VBuffer<byte>>)Get];

        void Get(ref VBuffer<byte> value)
        {
            getPath(ref path);
            VBufferEditor<byte> editor = VBufferEditor.Create(ref value, OutputType.Size);
            Read(Columns.PathOf(path, InputColumnName, input.Position), editor.Values);
            value = editor.Commit();
        }
    }

    private void Read(string path, Span<byte> clip)
    {
        ClipOptions clips = options.Clips;
        if (options.Placement == ClipPlacement.Centre)
        {
            ClipReader.ReadUniform(path, clips, 1).CopyTo(clip);
            return;
        }

        using var reader = new ClipReader(path, clips);
        var random = new SampleRandom((ulong)(uint)options.Seed, 0, StableHash.Of(path));
        RawClip raw = reader.Random(ref random);
        int left = random.NextInt(raw.Size.Width - clips.CropSize + 1), top = random.NextInt(raw.Size.Height - clips.CropSize + 1);
        raw.Crop(clips.Frames, left, top, clips.CropSize, clip);
    }
}
