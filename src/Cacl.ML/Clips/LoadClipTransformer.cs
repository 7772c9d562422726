using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Reads a clip of each video; see <see cref="LoadClipEstimator"/>.</summary>
public sealed class LoadClipTransformer : RowTransformer
{
    private readonly LoadClipOptions options;
    private readonly ClipSampler sampler;

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
        sampler = new ClipSampler(clips.Frames, clips.Interval, clips.ShortVideos);
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
            Read(path.ToString(), editor.Values);
            value = editor.Commit();
        }
    }

    private void Read(string path, Span<byte> clip)
    {
        ClipOptions clips = options.Clips;
        if (options.Placement == ClipPlacement.Centre)
        {
            VideoClips.Read(path, clips, 1).CopyTo(clip);
            return;
        }

        using VideoFile file = VideoFile.Open(path);
        DecodedVideo video = file.ReadAll(clips.ShortSide);
        if (SegmentClip.WhyNot(video.FrameCount, clips, sampler) is { } reason)
            throw new VideoException(path, VideoFault.TooShort, reason);
        (int first, int count) = clips.Segment.Of(video.FrameCount);
        var random = new SampleRandom((ulong)(uint)options.Seed, 0, StableHash.Of(path));
        Span<int> indices = stackalloc int[clips.Frames];
        sampler.Random(count, ref random, indices);
        RawClip raw = SegmentClip.Copy(video, first, indices);
        int left = random.NextInt(raw.Size.Width - clips.CropSize + 1), top = random.NextInt(raw.Size.Height - clips.CropSize + 1);
        raw.Crop(clips.Frames, left, top, clips.CropSize, clip);
    }
}
