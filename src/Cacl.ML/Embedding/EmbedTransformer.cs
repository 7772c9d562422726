using System.Security.Cryptography;
using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Turns videos into feature vectors; see <see cref="EmbedEstimator"/>.</summary>
/// <remarks>
/// Cursors may run side by side; they share the processors. The vectors of the latest files, up to 64 MiB, are remembered for as long as
/// the files do not change, so that trainers that read their rows many times do not embed them as often.
/// </remarks>
public sealed class EmbedTransformer : RowTransformer, IDisposable
{
    private const long RememberedBytes = 64 * 1024 * 1024;   // 32,000 vectors of 512 values

    private readonly DataViewType inputType;
    private readonly FileState encoderFile;
    private readonly VideoFaultHandling faults;
    private readonly FeatureMemory memory = new(RememberedBytes);

    internal EmbedTransformer(MLContext context, string outputColumnName, string inputColumnName, DataViewType inputType, VideoFeaturizer featurizer, EmbedOptions options)
    {
        this.inputType = inputType;
        encoderFile = FileState.Of(featurizer.Encoder.Path);
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        Featurizer = featurizer;
        faults = new VideoFaultHandling(
            context, nameof(VideoTransformsCatalog.Embed), nameof(EmbedOptions.FaultyVideos), options.FaultyVideos, options.FaultColumnNameOf(outputColumnName), options.Skipped);
    }

    /// <summary>The column that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column of videos.</summary>
    public string InputColumnName { get; }

    /// <summary>The column that tells faults; null when none is added.</summary>
    public string? FaultColumnName => faults.Policy == VideoFaultPolicy.Flag ? faults.ColumnName : null;

    /// <summary>What computes the vectors; also for use without rows.</summary>
    public VideoFeaturizer Featurizer { get; }

    /// <summary>Frees the encoder.</summary>
    public void Dispose() => Featurizer.Dispose();

    internal override IReadOnlyList<string> InputColumnNames => [InputColumnName];

    internal override string? LeavesRowsOut => faults.WhyRowsAreLeftOut;

    internal override IReadOnlyList<DataViewSchema.DetachedColumn> NewColumns(DataViewSchema input)
    {
        VideoInput.Check(input, InputColumnName, Featurizer);
        var features = new DataViewSchema.DetachedColumn(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, Featurizer.FeatureLength));
        return FaultColumnName is { } fault ? [features, new DataViewSchema.DetachedColumn(fault, TextDataViewType.Instance)] : [features];
    }

    internal override RowColumns MakeColumns(DataViewRow input, bool[] wanted)
    {
        var reading = new EmbedReading(Featurizer, faults, memory, wantsFeatures: wanted[0]);
        Func<RowVideo> take = VideoInput.Over(input, input.Schema[InputColumnName]);
        RowVideo? done = null;
        long doneAt = -1;
        EmbedOutcome outcome = default;
        return Show(input, wanted, Current);

        EmbedOutcome Current()
        {
            RowVideo video = take();
            // The video as well, since a row that is no cursor may have the same position for ever.
            if (doneAt != input.Position || video != done)
            {
                done = null;
                outcome = reading.Now(video);
                (done, doneAt) = (video, input.Position);
            }

            return outcome;
        }
    }

    internal override DataViewRowCursor MakeCursor(DataViewRowCursor input, DataViewSchema schema, IReadOnlyList<DataViewSchema.Column> passed, bool[] wanted)
    {
        if (!passed.All(column => HeldColumn.CanHold(column.Type)))
            return base.MakeCursor(input, schema, passed, wanted);
        var reading = new EmbedReading(Featurizer, faults, memory, wantsFeatures: wanted[0]);
        var ahead = new LookAheadCursor(input, passed, input.Schema[InputColumnName], Featurizer, reading.Read);
        long settledAt = long.MinValue;   // no position, so that a cursor that stands on no row says so
        EmbedOutcome outcome = default;
        return new MappedCursor(ahead, schema, Show(ahead, wanted, Current));

        EmbedOutcome Current()
        {
            if (settledAt != ahead.Position)
            {
                outcome = reading.Settle(ahead.Video, ahead.Outcome);
                settledAt = ahead.Position;
            }

            return outcome;
        }
    }

    /// <exception cref="InvalidOperationException">The encoder's file has changed since it was opened, or is not the only one that its weights lie in.</exception>
    internal override SavedChain ToChain()
    {
        string path = Featurizer.Encoder.Path;
        if (encoderFile.Stamp is null || FileState.Of(path) != encoderFile)
            throw new InvalidOperationException($"The encoder '{path}' is not there any more as it was when it was opened, and a saved model holds its file. Put it back, or make the component anew.");
        byte[] encoder = File.ReadAllBytes(path);
        if (ExternalWeights.AreIn(encoder))
            throw new InvalidOperationException(ExternalWeights.Message(path));
        return SavedEmbed.Chain(this, new SavedEmbedOptions
        {
            OutputColumnName = OutputColumnName,
            InputColumnName = InputColumnName,
            Input = inputType is VectorDataViewType vector ? [.. vector.Dimensions] : null,
            Clips = Featurizer.Clips is { } clips ? SavedClipOptions.Of(clips) : null,
            ClipCount = Featurizer.ClipCount,
            BatchSize = Featurizer.Options.BatchSize,
            ThreadsPerRun = Featurizer.Options.ThreadsPerRun,
            GpuDeviceId = Featurizer.Options.GpuDeviceId,
            FallbackToCpu = Featurizer.Options.FallbackToCpu,
            FaultyVideos = faults.Policy,
            Encoder = Path.GetFileName(path),
            EncoderHash = Convert.ToHexString(SHA256.HashData(encoder)),
        }, encoder);
    }

    private RowColumns Show(DataViewRow row, bool[] wanted, Func<EmbedOutcome> current)
    {
        Delegate? features = wanted[0] ? (ValueGetter<VBuffer<float>>)GetFeatures : null;
        return faults.Policy == VideoFaultPolicy.Flag
            ? new RowColumns([features, wanted[1] ? (ValueGetter<ReadOnlyMemory<char>>)GetFault : null])
            : new RowColumns([features], faults.Policy == VideoFaultPolicy.Skip ? () => !current().LeftOut : null);

        void GetFeatures(ref VBuffer<float> value)
        {
            EmbedOutcome video = current();
            if (video.Failure is { } failure && faults.Policy != VideoFaultPolicy.Flag)
                throw faults.Located(failure, row.Position, InputColumnName);
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, Featurizer.FeatureLength);
            if (video.Features is { } vector)
                vector.CopyTo(editor.Values);
            else
                editor.Values.Clear();
            value = editor.Commit();
        }

        void GetFault(ref ReadOnlyMemory<char> fault)
        {
            EmbedOutcome video = current();
            fault = VideoFaultHandling.Told(video.Failure, video.Shortfall).AsMemory();
        }
    }
}
