using Cacl.Learning;
using Microsoft.ML;

namespace Cacl.ML;

/// <summary>Components that learn an encoder from videos.</summary>
/// <remarks>Each method comes in two forms: with a few parameters, on its settings for two cores, and with all its options.</remarks>
public sealed class VideoTrainersCatalog
{
    private readonly MLContext context;

    internal VideoTrainersCatalog(MLContext context) => this.context = context;

    /// <summary>Learns an encoder by CACL with the settings for two cores, <see cref="CaclOptions.Small"/>.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths, or a column of ready clips; null takes a column of the output's name.</param>
    /// <param name="epochs">How often every video is seen; null makes the preset's number of steps.</param>
    /// <param name="batchSize">Videos of one optimiser step.</param>
    /// <param name="seed">What all random choices follow from.</param>
    public VideoEncoderEstimator Cacl(string outputColumnName, string? inputColumnName = null, int? epochs = null, int batchSize = 16, int seed = 1) =>
        Preset(CaclOptions.Small, outputColumnName, inputColumnName, epochs, batchSize, seed);

    /// <summary>Learns an encoder by CACL.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths, or a column of ready clips; null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public VideoEncoderEstimator Cacl(string outputColumnName, string? inputColumnName, CaclOptions options) => Of(outputColumnName, inputColumnName, options);

    /// <summary>Learns an encoder by CVRL with the settings for two cores, <see cref="CvrlOptions.Small"/>.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths; null takes a column of the output's name.</param>
    /// <param name="epochs">How often every video is seen; null makes the preset's number of steps.</param>
    /// <param name="batchSize">Videos of one optimiser step.</param>
    /// <param name="seed">What all random choices follow from.</param>
    public VideoEncoderEstimator Cvrl(string outputColumnName, string? inputColumnName = null, int? epochs = null, int batchSize = 32, int seed = 1) =>
        Preset(CvrlOptions.Small, outputColumnName, inputColumnName, epochs, batchSize, seed);

    /// <summary>Learns an encoder by CVRL.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths; or, with null for the options' intervals, a column of ready clips. Null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public VideoEncoderEstimator Cvrl(string outputColumnName, string? inputColumnName, CvrlOptions options) => Of(outputColumnName, inputColumnName, options);

    /// <summary>Learns an encoder by CycleContrast, from single frames, with the settings for two cores, <see cref="CycleContrastOptions.Small"/>.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths; null takes a column of the output's name.</param>
    /// <param name="epochs">How often every video is seen; null makes the preset's number of steps.</param>
    /// <param name="batchSize">Videos of one optimiser step.</param>
    /// <param name="seed">What all random choices follow from.</param>
    public VideoEncoderEstimator CycleContrast(string outputColumnName, string? inputColumnName = null, int? epochs = null, int batchSize = 64, int seed = 1) =>
        Preset(CycleContrastOptions.Small, outputColumnName, inputColumnName, epochs, batchSize, seed);

    /// <summary>Learns an encoder by CycleContrast, from single frames.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths; or, with null for the options' intervals, a column of ready clips. Null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public VideoEncoderEstimator CycleContrast(string outputColumnName, string? inputColumnName, CycleContrastOptions options) => Of(outputColumnName, inputColumnName, options);

    /// <summary>Learns an encoder by telling in which order three clips are shown with the settings for two cores, <see cref="VcopOptions.Small"/>.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths; null takes a column of the output's name.</param>
    /// <param name="epochs">How often every video is seen; null makes the preset's number of steps.</param>
    /// <param name="batchSize">Videos of one optimiser step.</param>
    /// <param name="seed">What all random choices follow from.</param>
    public VideoEncoderEstimator Vcop(string outputColumnName, string? inputColumnName = null, int? epochs = null, int batchSize = 16, int seed = 1) =>
        Preset(VcopOptions.Small, outputColumnName, inputColumnName, epochs, batchSize, seed);

    /// <summary>Learns an encoder by telling in which order three clips are shown.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths. Null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public VideoEncoderEstimator Vcop(string outputColumnName, string? inputColumnName, VcopOptions options) => Of(outputColumnName, inputColumnName, options);

    /// <summary>Learns an encoder by telling at which rate a clip is played with the settings for two cores, <see cref="PlaybackRateOptions.Small"/>.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths; null takes a column of the output's name.</param>
    /// <param name="epochs">How often every video is seen; null makes the preset's number of steps.</param>
    /// <param name="batchSize">Videos of one optimiser step.</param>
    /// <param name="seed">What all random choices follow from.</param>
    public VideoEncoderEstimator PlaybackRate(string outputColumnName, string? inputColumnName = null, int? epochs = null, int batchSize = 16, int seed = 1) =>
        Preset(PlaybackRateOptions.Small, outputColumnName, inputColumnName, epochs, batchSize, seed);

    /// <summary>Learns an encoder by telling at which rate a clip is played.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths. Null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public VideoEncoderEstimator PlaybackRate(string outputColumnName, string? inputColumnName, PlaybackRateOptions options) => Of(outputColumnName, inputColumnName, options);

    /// <summary>Learns an encoder by telling whether three frames are in order with the settings for two cores, <see cref="ShuffleAndLearnOptions.Small"/>.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths, or a column of ready clips; null takes a column of the output's name.</param>
    /// <param name="epochs">How often every video is seen; null makes the preset's number of steps.</param>
    /// <param name="batchSize">Videos of one optimiser step.</param>
    /// <param name="seed">What all random choices follow from.</param>
    public VideoEncoderEstimator ShuffleAndLearn(string outputColumnName, string? inputColumnName = null, int? epochs = null, int batchSize = 16, int seed = 1) =>
        Preset(ShuffleAndLearnOptions.Small, outputColumnName, inputColumnName, epochs, batchSize, seed);

    /// <summary>Learns an encoder by telling whether three frames are in order.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths, or a column of ready clips; null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public VideoEncoderEstimator ShuffleAndLearn(string outputColumnName, string? inputColumnName, ShuffleAndLearnOptions options) => Of(outputColumnName, inputColumnName, options);

    /// <summary>Learns an encoder by telling in which order four frames are shown with the settings for two cores, <see cref="OpnOptions.Small"/>.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths, or a column of ready clips; null takes a column of the output's name.</param>
    /// <param name="epochs">How often every video is seen; null makes the preset's number of steps.</param>
    /// <param name="batchSize">Videos of one optimiser step.</param>
    /// <param name="seed">What all random choices follow from.</param>
    public VideoEncoderEstimator Opn(string outputColumnName, string? inputColumnName = null, int? epochs = null, int batchSize = 16, int seed = 1) =>
        Preset(OpnOptions.Small, outputColumnName, inputColumnName, epochs, batchSize, seed);

    /// <summary>Learns an encoder by telling in which order four frames are shown.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths, or a column of ready clips; null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public VideoEncoderEstimator Opn(string outputColumnName, string? inputColumnName, OpnOptions options) => Of(outputColumnName, inputColumnName, options);

    private VideoEncoderEstimator Preset(PretrainingOptions preset, string outputColumnName, string? inputColumnName, int? epochs, int batchSize, int seed)
    {
        PretrainingOptions options = preset with { BatchSize = batchSize, Seed = seed };
        return Of(outputColumnName, inputColumnName, epochs is { } count ? options with { Epochs = count, Steps = null } : options);
    }

    private VideoEncoderEstimator Of(string outputColumnName, string? inputColumnName, PretrainingOptions options) =>
        new(context, outputColumnName, inputColumnName ?? outputColumnName, options);
}
