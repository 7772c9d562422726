using Cacl.Clips;
using Microsoft.ML.OnnxRuntime;

namespace Cacl.Onnx;

/// <summary>Turns videos into feature vectors with an encoder that was exported as ONNX.</summary>
/// <remarks>
/// A video's vector is the mean over clips at even places, each cropped to its centre. Safe to use from several threads at once.
/// Needs nothing but the encoder's file, which says how clips are taken.
/// </remarks>
public sealed class VideoFeaturizer : IDisposable
{
    private const int UsualClips = 10;
    private const int BatchOfGpu = 16;

    private readonly VideoFeaturizerOptions options;
    private readonly bool onGpu;

    private VideoFeaturizer(OnnxDevice device, VideoFeaturizerOptions options)
    {
        this.options = options;
        (Encoder, WhyNotGpu) = device;
        onGpu = options.GpuDeviceId is not null && WhyNotGpu is null;
        Clips = options.Clips ?? Encoder.Metadata?.Clips;
        ClipCount = options.ClipCount ?? Encoder.Metadata?.EmbedClips ?? UsualClips;
        BatchSize = options.BatchSize ?? (onGpu ? BatchOfGpu : 1);
        Workers = options.Workers ?? Math.Max(1, Environment.ProcessorCount / options.ThreadsPerRun);
        Working = new SemaphoreSlim(Workers);
        Computing = onGpu ? new SemaphoreSlim(1) : Working;
    }

    /// <summary>The encoder.</summary>
    public OnnxVideoEncoder Encoder { get; }

    /// <summary>How clips are taken from a video; null where neither the encoder's file nor the options say, so that ready clips alone can be embedded.</summary>
    public ClipOptions? Clips { get; }

    /// <summary>How many clips a video's vector is the mean of.</summary>
    public int ClipCount { get; }

    /// <summary>Length of a vector.</summary>
    public int FeatureLength => Encoder.FeatureLength;

    /// <summary>Why the CPU computes in place of the GPU that was asked for; null where all is as it was asked for.</summary>
    public string? WhyNotGpu { get; }

    /// <summary>All settings, as they were given.</summary>
    internal VideoFeaturizerOptions Options => options;

    /// <summary>How many clips one run of the network takes at most.</summary>
    internal int BatchSize { get; }

    /// <summary>How many videos are worked on side by side.</summary>
    internal int Workers { get; }

    /// <summary>What whoever reads ahead asks for a place: all streams together do no more than the processors can.</summary>
    internal SemaphoreSlim Working { get; }

    /// <summary>The same for runs of the network: on a CPU they share the places, and a GPU does one at a time.</summary>
    internal SemaphoreSlim Computing { get; }

    /// <summary>Opens an encoder.</summary>
    /// <param name="encoderPath">The .onnx file.</param>
    /// <param name="options">All settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">Settings are out of range, or clips do not fit the encoder; the message names each.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file holds no video encoder; the message tells what was expected and what was found.</exception>
    /// <exception cref="NotSupportedException">The GPU can't be had, and the CPU was not allowed.</exception>
    public static VideoFeaturizer Open(string encoderPath, VideoFeaturizerOptions? options = null) =>
        Open(session => OnnxVideoEncoder.Open(encoderPath, session), options ?? new VideoFeaturizerOptions());

    /// <summary>Opens an encoder whose file lies in memory.</summary>
    /// <param name="encoder">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">All settings.</param>
    internal static VideoFeaturizer Open(byte[] encoder, string name, VideoFeaturizerOptions options) => Open(session => OnnxVideoEncoder.Open(encoder, name, session), options);

    private static VideoFeaturizer Open(Func<SessionOptions, OnnxVideoEncoder> open, VideoFeaturizerOptions options)
    {
        var faults = new List<string>();
        options.CollectFaults("", faults);
        Throw(faults);
        OnnxDevice device = OnnxDevice.Open(open, options);
        try
        {
            var featurizer = new VideoFeaturizer(device, options);
            featurizer.CollectFaults(faults);
            Throw(faults);
            return featurizer;
        }
        catch
        {
            device.Encoder.Dispose();
            throw;
        }
    }

    /// <summary>Turns a video into its vector.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="cancellation">Ends decoding between two frames, and computing between two runs.</param>
    /// <returns><see cref="FeatureLength"/> floats.</returns>
    /// <exception cref="VideoException">The file can't be read, is damaged, or is too short for a clip.</exception>
    /// <exception cref="InvalidOperationException">Nothing says how clips are taken (<see cref="Clips"/> is null), or the network can't be computed.</exception>
    public float[] Embed(string path, CancellationToken cancellation = default) => MeanOf(Read(path, cancellation), cancellation);

    /// <summary>Turns a video file that lies in memory into its vector.</summary>
    /// <remarks>Decoders read files: the bytes are written to one for a moment (see <see cref="VideoFeaturizerOptions.TemporaryFolder"/>).</remarks>
    /// <param name="content">The bytes of a video file.</param>
    /// <param name="name">What messages call it, such as the name it was uploaded by.</param>
    /// <param name="cancellation">Ends decoding between two frames, and computing between two runs.</param>
    /// <returns><see cref="FeatureLength"/> floats.</returns>
    /// <exception cref="VideoException">The bytes are no video, damaged, or too short for a clip.</exception>
    /// <exception cref="IOException">The temporary file can't be written.</exception>
    /// <exception cref="InvalidOperationException">Nothing says how clips are taken (<see cref="Clips"/> is null), or the network can't be computed.</exception>
    public float[] EmbedContent(ReadOnlySpan<byte> content, string name = "a file in memory", CancellationToken cancellation = default) =>
        MeanOf(ReadContent(content, name, cancellation), cancellation);

    /// <summary>Turns ready clips of one video into its vector.</summary>
    /// <param name="clips">RGB bytes [clips, frames, height, width, 3] of one clip at least; the centre is cropped.</param>
    /// <param name="size">Of each frame, at least the encoder's either way.</param>
    /// <returns><see cref="FeatureLength"/> floats.</returns>
    /// <exception cref="ArgumentException">These are no whole clips, or they are smaller than the encoder's; the message tells both.</exception>
    /// <exception cref="InvalidOperationException">The network can't be computed.</exception>
    public float[] EmbedClips(ReadOnlySpan<byte> clips, FrameSize size)
    {
        long bytesOfClip = 3L * Encoder.Frames * size.Width * size.Height;
        if (size.Width < Encoder.Width || size.Height < Encoder.Height || clips.Length == 0 || clips.Length % bytesOfClip != 0)
            throw new ArgumentException($"The clips have {clips.Length} bytes of frames of {size.Width} x {size.Height} pixels; this encoder takes clips of {Encoder.Frames} RGB frames of at least {Encoder.Width} x {Encoder.Height}.", nameof(clips));
        return MeanOf(Crop(clips.ToArray(), size), CancellationToken.None);
    }

    /// <summary>Turns videos into vectors, in their order: while the caller has one, those behind it are read and computed ahead.</summary>
    /// <param name="paths">The video files, which are asked for on the caller's thread.</param>
    /// <param name="cancellation">Ends decoding between two frames, and computing between two runs.</param>
    /// <returns>One entry a video, made as it is asked for. A faulty video has its fault in place of a vector.</returns>
    /// <exception cref="InvalidOperationException">Nothing says how clips are taken (<see cref="Clips"/> is null), or the network can't be computed.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public IEnumerable<EmbeddedVideo> EmbedAll(IEnumerable<string> paths, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        KnownClips();
        return All();

        IEnumerable<EmbeddedVideo> All()
        {
            using IEnumerator<string> source = paths.GetEnumerator();
            using var stream = new FeatureStream<string>(this, ClipCount, source, Read, cancellation);
            while (stream.MoveNext())
                yield return Outcome(stream);
        }

        static EmbeddedVideo Outcome(FeatureStream<string> stream)
        {
            try
            {
                DecodedClips video = stream.Outcome()!;
                return new EmbeddedVideo(stream.Current, video.Features, null, video.Shortfall);
            }
            catch (VideoException fault)
            {
                return new EmbeddedVideo(stream.Current, null, fault, null);
            }
        }
    }

    /// <summary>Frees the encoder.</summary>
    public void Dispose() => Encoder.Dispose();

    internal DecodedClips Read(string path, CancellationToken cancellation)
    {
        ClipOptions clips = KnownClips();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(clips.Reading.Cancellation, cancellation);
        using var reader = new ClipReader(path, clips with { Reading = clips.Reading with { Cancellation = linked.Token } }, options.Index?.Find(path));
        byte[]? pixels = null;
        SampleRandom unused = default;
        reader.Read(new ClipSelection { Count = ClipCount }, ref unused, ref pixels);
        return new DecodedClips(pixels, ClipCount, reader.Ending.Shortfall);
    }

    internal DecodedClips ReadContent(ReadOnlySpan<byte> content, string name, CancellationToken cancellation)
    {
        using TemporaryVideo file = TemporaryVideo.Write(content, options.TemporaryFolder);
        try
        {
            return Read(file.Path, cancellation);
        }
        catch (VideoException fault)
        {
            throw new VideoException(name, fault.Fault, fault.Cause, fault.Frame, fault);
        }
    }

    /// <summary>Whole clips, cropped to the centre; there may be none.</summary>
    internal DecodedClips Crop(byte[] clips, FrameSize size)
    {
        int bytesOfFrame = Encoder.Width * Encoder.Height * 3;
        int frames = clips.Length / size.ByteCount;
        if (size != new FrameSize(Encoder.Width, Encoder.Height))
        {
            var whole = new RawClip(clips, size);
            clips = new byte[frames * bytesOfFrame];
            for (int frame = 0; frame < frames; frame++)
                whole.Crop(frame, (size.Width - Encoder.Width) / 2, (size.Height - Encoder.Height) / 2, new FrameSize(Encoder.Width, Encoder.Height), clips.AsSpan(frame * bytesOfFrame), Encoder.Width);
        }

        return new DecodedClips(clips, frames / Encoder.Frames, null);
    }

    /// <summary>The vector of one video, computed by all processors together.</summary>
    internal float[] MeanOf(DecodedClips video, CancellationToken cancellation)
    {
        Complete([video], onGpu ? 1 : Workers, cancellation);
        return video.Features!;
    }

    /// <summary>Computes the vectors of videos, in runs that take clips of several where one has fewer.</summary>
    internal void Complete(IReadOnlyList<DecodedClips> videos, int sideBySide, CancellationToken cancellation) =>
        MeanFeatures.Complete(Encoder, BatchSize, videos, sideBySide, cancellation);

    private static void Throw(List<string> faults)
    {
        if (faults.Count > 0)
            throw new ArgumentException($"{nameof(VideoFeaturizerOptions)}: {string.Join(" ", faults)}");
    }

    private void CollectFaults(List<string> faults)
    {
        if ((long)BatchSize * Encoder.ClipBytes > Array.MaxLength)
            faults.Add($"{nameof(BatchSize)} is {BatchSize}, and a clip of the encoder '{Encoder.Path}' has {Encoder.ClipBytes} bytes; together they must be at most {Array.MaxLength} bytes.");
        if (Clips is null)
            return;
        if ((Clips.Frames, Clips.CropSize, Clips.CropSize) != (Encoder.Frames, Encoder.Width, Encoder.Height))
            faults.Add($"{nameof(Clips)} take {Clips.Frames} frames of {Clips.CropSize} x {Clips.CropSize} pixels; the encoder '{Encoder.Path}' takes {Encoder.Frames} of {Encoder.Width} x {Encoder.Height}.");
        else
            new ClipSelection { Count = ClipCount }.CollectFaults(nameof(ClipCount), Clips, nameof(Clips), faults);
    }

    private ClipOptions KnownClips() => Clips
        ?? throw new InvalidOperationException($"The encoder '{Encoder.Path}' does not say how clips are taken from videos. Set {nameof(VideoFeaturizerOptions)}.{nameof(VideoFeaturizerOptions.Clips)}: {Encoder.Frames} frames of {Encoder.Width} x {Encoder.Height} pixels.");
}
