using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Cacl.ML;

/// <summary>Turns videos into feature vectors with an encoder that was exported as ONNX.</summary>
/// <remarks>
/// In: text, paths of videos; Vector&lt;Byte, [clips,] frames, height, width, 3&gt;, ready clips, whose number need not be known; or
/// Vector&lt;Byte&gt; of unknown size, the bytes of a video file, which are written to a temporary file while they are decoded. Out:
/// Vector&lt;Single, length&gt;, the mean over the clips; a row without clips has zeros. <see cref="VideoFaultPolicy.Flag"/> adds a text column.
/// Videos behind the current row are decoded and computed ahead, on all processors; a model that was loaded embeds row by row. Nothing is
/// learned from the data.
/// </remarks>
public sealed class EmbedEstimator : IEstimator<EmbedTransformer>
{
    private readonly MLContext context;
    private readonly string outputColumnName;
    private readonly string inputColumnName;
    private readonly string encoderPath;
    private readonly EmbedOptions options;

    internal EmbedEstimator(MLContext context, string outputColumnName, string inputColumnName, string encoderPath, EmbedOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(encoderPath);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(outputColumnName, inputColumnName);
        OnnxVideoEncoder.CheckIsFile(encoderPath);
        this.context = context;
        this.outputColumnName = outputColumnName;
        this.inputColumnName = inputColumnName;
        this.encoderPath = encoderPath;
        this.options = options;
    }

    /// <summary>Opens the encoder.</summary>
    /// <param name="input">Rows with the input column, which is checked.</param>
    /// <returns>A component with an encoder of its own; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The input column is missing or of another type, or settings do not go with the encoder.</exception>
    /// <exception cref="InvalidDataException">The file holds no video encoder; the message tells what was expected and what was found.</exception>
    /// <exception cref="NotSupportedException">The GPU can't be had, and the CPU was not allowed.</exception>
    public EmbedTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        VideoFeaturizer featurizer = VideoFeaturizer.Open(
            encoderPath, options.Featurizer.GpuDeviceId is null ? options.Featurizer with { GpuDeviceId = context.GpuDeviceId, FallbackToCpu = context.FallbackToCpu } : options.Featurizer);
        try
        {
            if (featurizer.WhyNotGpu is { } reason)
            {
                using IChannel channel = ((IHostEnvironment)context).Register(nameof(VideoTransformsCatalog.Embed)).Start("Opening");
                channel.Warning(MessageSensitivity.None, $"{reason} Falling back to the CPU.");
            }

            VideoInput.Check(input.Schema, inputColumnName, featurizer);
            var transformer = new EmbedTransformer(context, outputColumnName, inputColumnName, input.Schema[inputColumnName].Type, featurizer, options);
            return transformer;
        }
        catch
        {
            featurizer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Columns.Find(inputSchema, inputColumnName, VideoInput.Expected, VideoInput.Fits);
        // A shape says that a vector has a known size, not which: any stands for it.
        SchemaShape shape = ColumnShape.Add(context, inputSchema, outputColumnName, new VectorDataViewType(NumberDataViewType.Single, 1));
        return options.FaultyVideos == VideoFaultPolicy.Flag ? ColumnShape.Add(context, shape, options.FaultColumnNameOf(outputColumnName), TextDataViewType.Instance) : shape;
    }
}
