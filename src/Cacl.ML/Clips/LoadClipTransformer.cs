using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Reads clips of each video; see <see cref="LoadClipEstimator"/>.</summary>
public sealed class LoadClipTransformer : RowTransformer
{
    private const int UnknownLength = 0;   // ML.NET's sign for it

    private readonly LoadClipOptions options;
    private readonly VideoFaultHandling faults;
    private readonly FrameCache? cache;

    internal LoadClipTransformer(MLContext context, string outputColumnName, string inputColumnName, LoadClipOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(outputColumnName, inputColumnName);
        this.options = options;
        faults = new VideoFaultHandling(
            context, nameof(VideoTransformsCatalog.LoadClip), nameof(LoadClipOptions.FaultyVideos), options.FaultyVideos, options.FaultColumnNameOf(outputColumnName), options.Skipped);
        if (options.CacheFolder is { } folder)
            cache = new FrameCache(folder, options.Clips.Scaling, options.CacheFolderMegabytes * 1024L * 1024, new ComponentLog(context, nameof(VideoTransformsCatalog.LoadClip)), options.Clips.Reading);
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        FrameSize size = options.Selection.FrameSizeOf(options.Clips);
        int frames = options.Clips.Frames;
        OutputType = options.Selection.ClipCount is 1
            ? new VectorDataViewType(NumberDataViewType.Byte, frames, size.Height, size.Width, 3)
            : new VectorDataViewType(NumberDataViewType.Byte, options.Selection.ClipCount ?? UnknownLength, frames, size.Height, size.Width, 3);
    }

    /// <summary>The column that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column of paths.</summary>
    public string InputColumnName { get; }

    /// <summary>The column that tells faults; null when none is added.</summary>
    public string? FaultColumnName => faults.Policy == VideoFaultPolicy.Flag ? faults.ColumnName : null;

    internal VectorDataViewType OutputType { get; }

    internal override IReadOnlyList<string> InputColumnNames => [InputColumnName];

    internal override string? LeavesRowsOut => faults.WhyRowsAreLeftOut;

    internal override IReadOnlyList<DataViewSchema.DetachedColumn> NewColumns(DataViewSchema input)
    {
        Columns.Find(input, InputColumnName, Columns.Paths, Columns.IsPath);
        var clip = new DataViewSchema.DetachedColumn(OutputColumnName, OutputType);
        return FaultColumnName is { } fault ? [clip, new DataViewSchema.DetachedColumn(fault, TextDataViewType.Instance)] : [clip];
    }

    internal override RowColumns MakeColumns(DataViewRow input, bool[] wanted)
    {
        var video = new VideoColumn<byte[]>(input, input.Schema[InputColumnName], faults, Read);
        return video.Columns<VBuffer<byte>>(Get, wanted);

        void Get(ref VBuffer<byte> value)
        {
            byte[]? clips = video.Value();
            VBufferEditor<byte> editor = VBufferEditor.Create(ref value, clips?.Length ?? OutputType.Size);
            if (clips is null)
                editor.Values.Clear();
            else
                clips.CopyTo(editor.Values);
            value = editor.Commit();
        }
    }

    internal override SavedChain ToChain() => SavedLoadClip.Chain(this, options);

    private (byte[] Clips, string? Shortfall) Read(string path, byte[]? buffer)
    {
        using var reader = new ClipReader(path, options.Clips, options.Index?.Find(path), cache);
        var random = new SampleRandom((ulong)(uint)options.Seed, options.Epoch, StableHash.Of(path));
        reader.Read(options.Selection, ref random, ref buffer);
        return (buffer!, reader.Ending.Shortfall);
    }
}
