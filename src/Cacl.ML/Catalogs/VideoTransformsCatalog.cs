using Cacl.Clips;
using Cacl.Onnx;
using Microsoft.ML;

namespace Cacl.ML;

/// <summary>Components that read and change clips.</summary>
public sealed class VideoTransformsCatalog
{
    private readonly MLContext context;

    internal VideoTransformsCatalog(MLContext context) => this.context = context;

    /// <summary>Reads a clip of each video, or several at even places.</summary>
    /// <param name="outputColumnName">The new column: Vector&lt;Byte, frames, height, width, 3&gt;, RGB; of several clips Vector&lt;Byte, clips, frames, height, width, 3&gt;.</param>
    /// <param name="inputColumnName">A text column of paths; null takes a column of the output's name.</param>
    /// <param name="frames">Frames of a clip.</param>
    /// <param name="interval">Distance of neighbouring frames of a clip in the video, in frames.</param>
    /// <param name="size">Height and width of the frames in pixels; they are cropped from the centre of frames whose shorter side is 8/7 of it.</param>
    /// <param name="clips">How many clips: one in the middle of the video, or several from its start to its end.</param>
    /// <param name="faultyVideos">What happens to a video that can't be read, is damaged or is too short.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public LoadClipEstimator LoadClip(
        string outputColumnName, string? inputColumnName = null, int frames = 16, int interval = 2, int size = 112, int clips = 1, VideoFaultPolicy faultyVideos = VideoFaultPolicy.Throw)
    {
        var options = new LoadClipOptions
        {
            Clips = new ClipOptions { Frames = frames, Interval = interval, CropSize = size, ShortSide = (int)Math.Min(size * 8L / 7, int.MaxValue) },
            Selection = new ClipSelection { Count = clips },
            FaultyVideos = faultyVideos,
        };
        try
        {
            return LoadClip(outputColumnName, inputColumnName, options);
        }
        catch (ArgumentException fault) when (!string.IsNullOrEmpty(outputColumnName) && inputColumnName is not "")
        {
            // The settings go by other names than the arguments that they were made of.
            throw new ArgumentException($"{nameof(LoadClip)}({nameof(frames)}: {frames}, {nameof(interval)}: {interval}, {nameof(size)}: {size}, {nameof(clips)}: {clips}): {fault.Message}", fault);
        }
    }

    /// <summary>Reads clips of each video.</summary>
    /// <param name="outputColumnName">The new column: Vector&lt;Byte, [clips,] frames, height, width, 3&gt;, RGB; see <see cref="LoadClipEstimator"/>.</param>
    /// <param name="inputColumnName">A text column of paths; null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public LoadClipEstimator LoadClip(string outputColumnName, string? inputColumnName, LoadClipOptions options) =>
        new(context, outputColumnName, inputColumnName ?? outputColumnName, options);

    /// <summary>Turns each video into a feature vector with an encoder that was exported as ONNX.</summary>
    /// <param name="outputColumnName">The new column: Vector&lt;Single, length&gt;, the mean over the video's clips.</param>
    /// <param name="inputColumnName">A column of paths, of ready clips or of video files' bytes (see <see cref="EmbedEstimator"/>); null takes a column of the output's name.</param>
    /// <param name="encoderPath">The .onnx file, which says how clips are taken.</param>
    /// <param name="clips">How many clips at even places of a video; null takes as many as the encoder's file says.</param>
    /// <param name="faultyVideos">What happens to a video that can't be read, is damaged or is too short.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    /// <exception cref="FileNotFoundException">There is no such encoder.</exception>
    public EmbedEstimator Embed(string outputColumnName, string? inputColumnName, string encoderPath, int? clips = null, VideoFaultPolicy faultyVideos = VideoFaultPolicy.Throw) =>
        Embed(outputColumnName, inputColumnName, encoderPath, new EmbedOptions { Featurizer = new VideoFeaturizerOptions { ClipCount = clips }, FaultyVideos = faultyVideos });

    /// <summary>Turns each video into a feature vector with an encoder that was exported as ONNX.</summary>
    /// <param name="outputColumnName">The new column: Vector&lt;Single, length&gt;, the mean over the video's clips.</param>
    /// <param name="inputColumnName">A column of paths, of ready clips or of video files' bytes (see <see cref="EmbedEstimator"/>); null takes a column of the output's name.</param>
    /// <param name="encoderPath">The .onnx file.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    /// <exception cref="FileNotFoundException">There is no such encoder.</exception>
    public EmbedEstimator Embed(string outputColumnName, string? inputColumnName, string encoderPath, EmbedOptions options) =>
        new(context, outputColumnName, inputColumnName ?? outputColumnName, encoderPath, options);

    /// <summary>Shuffles the frames of each clip, and tells how far from order they then stand.</summary>
    /// <param name="outputColumnName">The new column of shuffled clips, of the clip column's type.</param>
    /// <param name="degreeColumnName">The new column of shuffle degrees: UInt32, the edit distance from order, 0 to the number of frames.</param>
    /// <param name="inputColumnName">A clip column: Vector&lt;Byte, frames, ...&gt; of known size; null takes a column of the output's name.</param>
    /// <param name="sampling">How orders are drawn.</param>
    /// <param name="seed">What orders follow from, together with the clip's pixels.</param>
    public SampleShuffleDegreeEstimator SampleShuffleDegree(string outputColumnName, string degreeColumnName, string? inputColumnName = null, ShuffleSampling sampling = ShuffleSampling.UniformDegree, int seed = 1) =>
        SampleShuffleDegree(outputColumnName, degreeColumnName, inputColumnName, new SampleShuffleDegreeOptions { Sampling = sampling, Seed = seed });

    /// <summary>Shuffles the frames of each clip, and tells how far from order they then stand.</summary>
    /// <param name="outputColumnName">The new column of shuffled clips, of the clip column's type.</param>
    /// <param name="degreeColumnName">The new column of shuffle degrees: UInt32, the edit distance from order, 0 to the number of frames.</param>
    /// <param name="inputColumnName">A clip column: Vector&lt;Byte, frames, ...&gt; of known size; null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public SampleShuffleDegreeEstimator SampleShuffleDegree(string outputColumnName, string degreeColumnName, string? inputColumnName, SampleShuffleDegreeOptions options) =>
        new(context, outputColumnName, degreeColumnName, inputColumnName ?? outputColumnName, options);
}
