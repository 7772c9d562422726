using System.Runtime.InteropServices;
using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Turns videos and clips into feature vectors.</summary>
/// <remarks>
/// A video's vector is the mean over clips at even places, each cropped to its centre. Safe to use from several threads; one
/// clip batch is computed at a time. Weights are read and written as safetensors, with the settings in the file's metadata.
/// </remarks>
public sealed class VideoEncoder : IDisposable
{
    private const string SettingsKey = "cacl.encoder";

    /// <summary>Bytes of the clips that are computed together: what a network keeps of them is tens of times as much.</summary>
    private const int MostBytesAtOnce = 32 * 1024 * 1024;

    private readonly ClipNetwork network;
    private readonly Device device;
    private readonly Lock computing = new();
    private bool disposed;

    internal VideoEncoder(ClipNetwork network, EncoderSettings settings, Device device)
    {
        this.network = network;
        this.device = device;
        Settings = settings;
        network.eval();
    }

    /// <summary>The network's shape, and how clips are prepared for it.</summary>
    public EncoderSettings Settings { get; }

    /// <summary>Length of a feature vector.</summary>
    public int FeatureLength => Settings.Architecture.FeatureLength;

    /// <summary>Turns a video into its feature vector.</summary>
    /// <param name="path">The video file.</param>
    /// <param name="segment">The part of the video that counts; null takes the settings'.</param>
    /// <returns><see cref="FeatureLength"/> floats.</returns>
    /// <exception cref="VideoException">The file can't be read, or is too short for a clip; the message names it.</exception>
    public float[] Embed(string path, VideoSegment? segment = null) => EmbedWithEnding(path, segment).Features;

    /// <summary>Turns a video into its feature vector, and tells how the video ends.</summary>
    internal (float[] Features, VideoEnding Ending) EmbedWithEnding(string path, VideoSegment? segment)
    {
        byte[]? clips = null;
        VideoEnding ending;
        using (var reader = new ClipReader(path, Settings.Clips with { Segment = segment ?? Settings.Clips.Segment }))
        {
            SampleRandom unused = default;
            reader.Read(new ClipSelection { Count = Settings.EmbedClips }, ref unused, ref clips);
            ending = reader.Ending;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return (Features(clips!, Settings.EmbedClips).mean([0]).cpu().data<float>().ToArray(), ending);
    }

    /// <summary>Turns one clip into its feature vector.</summary>
    /// <param name="clip">RGB bytes [frames, height, width, 3]; the centre is cropped.</param>
    /// <param name="size">Of each frame, at least the crop size either way.</param>
    /// <returns><see cref="FeatureLength"/> floats.</returns>
    /// <exception cref="ArgumentException">The clip has another number of bytes, or is smaller than the crop.</exception>
    public float[] EmbedClip(ReadOnlySpan<byte> clip, FrameSize size)
    {
        ClipOptions wanted = Settings.Clips;
        if (size.Width < wanted.CropSize || size.Height < wanted.CropSize || clip.Length != wanted.Frames * size.Width * size.Height * 3)
            throw new ArgumentException($"The clip has {clip.Length} bytes of frames of {size.Width} x {size.Height} pixels; this encoder takes {wanted.Frames} RGB frames of at least {wanted.CropSize} x {wanted.CropSize}.", nameof(clip));
        var cropped = new byte[wanted.Frames * wanted.CropSize * wanted.CropSize * 3];
        new RawClip(clip.ToArray(), size).CropCentre(wanted.Frames, wanted.CropSize, cropped);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return Features(cropped, 1).cpu().data<float>().ToArray();
    }

    /// <summary>The same weights for clips of other frames, at another interval or of another size, as far as the network can take them.</summary>
    /// <param name="clips">How clips are taken from videos.</param>
    /// <returns>An encoder with a network of its own, on the same device.</returns>
    /// <exception cref="ArgumentException">The clips are out of range; the message has a line for each fault.</exception>
    /// <exception cref="NotSupportedException">The network can't compute such clips; the message says which and why.</exception>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public VideoEncoder WithClips(ClipOptions clips)
    {
        EncoderSettings settings = Settings with { Clips = clips };
        if (settings.Faults() is { Count: > 0 } faults)
            throw new ArgumentException($"{nameof(EncoderSettings)}: {string.Join(" ", faults)}", nameof(clips));
        VideoEncoder other = Copy(device, settings);
        try
        {
            other.CheckThatClipsFit();
            return other;
        }
        catch
        {
            other.Dispose();
            throw;
        }
    }

    /// <summary>Writes weights and settings as safetensors, with a checksum of all of them.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    public void Save(string path)
    {
        lock (computing)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            Safetensors.Write(path, network.state_dict(), Metadata());
        }
    }

    /// <summary>Writes the encoder as an ONNX file, which <see cref="Cacl.Onnx.OnnxVideoEncoder"/> and other programs run without TorchSharp.</summary>
    /// <remarks>
    /// Its input <c>clips</c> is byte [clips, frames, height, width, 3], RGB and cropped, with any number of clips; its output
    /// <c>features</c> is float [clips, <see cref="FeatureLength"/>]. What is done to pixels is part of the graph; the metadata
    /// tells how clips are taken from a video. The same encoder gives the same bytes.
    /// </remarks>
    /// <param name="path">The file; one that exists is replaced once the new one is whole, and folders that lack are made.</param>
    /// <param name="options">What else is in the file; null takes the defaults.</param>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    /// <exception cref="IOException">The file can't be written; the message says why.</exception>
    /// <exception cref="NotSupportedException">The weights are more than the 2 GiB that an ONNX file holds.</exception>
    public void SaveOnnx(string path, OnnxExportOptions? options = null)
    {
        lock (computing)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            OnnxExport.Write(path, network, FeatureLength, Settings, options);
        }
    }

    /// <summary>Reads an encoder that <see cref="Save"/> wrote.</summary>
    /// <remarks>A file whose checksum does not fit is refused; one without, from which another program took it when it changed the weights, is read as it is.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="device">Where it computes, in torch's words.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds no encoder of this library; the message says what is wrong.</exception>
    public static VideoEncoder Load(string path, string device = "cpu")
    {
        Device place = Devices.Resolve(device);
        Dictionary<string, Tensor> weights = Safetensors.Read(path, out Dictionary<string, string> metadata);
        try
        {
            return Of(weights, metadata, path, place);
        }
        finally
        {
            foreach (Tensor values in weights.Values)
                values.Dispose();
        }
    }

    /// <summary>Makes the encoder of what a file holds.</summary>
    /// <param name="weights">Its tensors, which stay the caller's.</param>
    /// <param name="metadata">Its texts, the settings among them.</param>
    /// <param name="path">Where they come from, for messages.</param>
    /// <param name="place">Where it computes.</param>
    /// <exception cref="InvalidDataException">They are no encoder's; the message says what is wrong.</exception>
    internal static VideoEncoder Of(Dictionary<string, Tensor> weights, Dictionary<string, string> metadata, string path, Device place)
    {
        ClipNetwork? network = null;
        try
        {
            if (!metadata.TryGetValue(SettingsKey, out string? json))
                throw new InvalidDataException($"{path} holds no video encoder: its metadata has no {SettingsKey}.");
            EncoderSettings settings = EncoderSettings.FromJson(json);
            long held = weights.Values.Sum(values => values.numel());
            if (settings.Architecture.FewestWeights > held)
                throw new InvalidDataException($"{path} holds {held} weights, and the network that its settings tell has {settings.Architecture.FewestWeights} at least.");
            network = settings.Architecture.Create();
            StateDict.Load(network, weights, path);
            network.to(place);
            return new VideoEncoder(network, settings, place);
        }
        catch (JsonException exception)
        {
            network?.Dispose();
            throw new InvalidDataException($"{path}: the settings in its metadata can't be used: {exception.Message}", exception);
        }
        catch
        {
            network?.Dispose();
            throw;
        }
    }

    /// <summary>Makes an encoder of weights that were trained elsewhere, such as torchvision's.</summary>
    /// <param name="path">A safetensors file with the network's parameters by name; see <see cref="ClipNetwork.LoadWeights"/>.</param>
    /// <param name="settings">The network's shape, with the normalisation its weights were trained with, and how clips are prepared for it.</param>
    /// <param name="device">Where it computes, in torch's words.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message has a line for each.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or its weights are not the network's; the message says what differs.</exception>
    public static VideoEncoder FromWeights(string path, EncoderSettings settings, string device = "cpu")
    {
        if (settings.Faults() is { Count: > 0 } faults)
            throw new ArgumentException($"{nameof(EncoderSettings)}: {string.Join(" ", faults)}", nameof(settings));
        Device place = Devices.Resolve(device);
        ClipNetwork network = settings.Architecture.Create();
        try
        {
            network.LoadWeights(path);
            network.to(place);
            return new VideoEncoder(network, settings, place);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        lock (computing)
        {
            if (!disposed)
                network.Dispose();
            disposed = true;
        }
    }

    /// <summary>Features of cropped clips: float [clips, feature length], in the caller's dispose scope.</summary>
    /// <param name="clips">RGB bytes [clips, frames, crop size, crop size, 3].</param>
    /// <param name="count">How many clips.</param>
    /// <param name="feature">What of the network a feature is made of; the length is that feature's.</param>
    internal Tensor Features(byte[] clips, int count, VideoFeature feature = VideoFeature.Pooled)
    {
        int each = clips.Length / count, most = Math.Max(1, MostBytesAtOnce / each);
        if (count <= most)
            return Compute(Prepare(clips, count), feature);
        using DisposeScope scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (int first = 0; first < count; first += most)
        {
            using DisposeScope part = NewDisposeScope();
            int taken = Math.Min(most, count - first);
            parts.Add(Compute(Prepare(clips[(first * each)..((first + taken) * each)], taken), feature).MoveToOuterDisposeScope());
        }

        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Clips as the network takes them: float [clips, 3, frames, crop size, crop size].</summary>
    internal Tensor Prepare(byte[] clips, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        int edge = Settings.Clips.CropSize;
        Tensor floats = ClipAugmenter.ToFloat(tensor(clips, [count, Settings.Clips.Frames, edge, edge, 3]).to(device));
        return (Settings.BackgroundSubtraction ? BackgroundSubtraction.Apply(floats) : floats).MoveToOuterDisposeScope();
    }

    /// <summary>Features of prepared clips: float [clips, feature length].</summary>
    internal Tensor Compute(Tensor prepared, VideoFeature feature = VideoFeature.Pooled)
    {
        lock (computing)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            using TensorFloat32? unrounded = TensorFloat32.ForbiddenOn(device);   // as on a CPU
            return feature == VideoFeature.LastMap ? LastMap(network.Maps(prepared)) : network.call(prepared);
        }
    }

    /// <summary>The texts of a file that holds this encoder's weights.</summary>
    internal Dictionary<string, string> Metadata() => new() { ["format"] = "pt", [SettingsKey] = Settings.ToJson() };

    /// <summary>The network, which stays this encoder's.</summary>
    internal Module<Tensor, Tensor> Network => network;

    /// <summary>Where it computes, in torch's words.</summary>
    internal string DeviceName => device.ToString();

    /// <summary>An encoder of the same weights with a network of its own.</summary>
    /// <param name="place">Where it computes.</param>
    /// <param name="settings">How clips are prepared for it; null for the same.</param>
    internal VideoEncoder Copy(Device place, EncoderSettings? settings = null)
    {
        using IDisposable noGradient = no_grad();
        ClipNetwork copy = Settings.Architecture.Create();
        lock (computing)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            copy.load_state_dict(network.state_dict());
        }

        return new VideoEncoder(copy.to(place), settings ?? Settings, place);
    }

    // What a network needs of its clips hangs on every layer; a black clip tells.
    private void CheckThatClipsFit()
    {
        ClipOptions clips = Settings.Clips;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        try
        {
            Features(new byte[3L * clips.Frames * clips.CropSize * clips.CropSize], 1);
        }
        catch (ExternalException exception)
        {
            throw new NotSupportedException(
                $"{Settings.Architecture.GetType().Name} can't compute clips of {clips.Frames} frames of {clips.CropSize} x {clips.CropSize} pixels: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    // In: [clips, channels, frames, height, width]. Out: [clips, channels * frames * (height / 2) * (width / 2)].
    private static Tensor LastMap(Tensor maps)
    {
        using (maps)
        {
            if (maps.shape[3] < 2 || maps.shape[4] < 2)
                throw new NotSupportedException($"The last convolution gives maps of {maps.shape[3]} x {maps.shape[4]}; squares of 2 x 2 can't be taken of them. Use pooled features or larger crops.");
            using Tensor largest = functional.max_pool3d(maps, [1, 2, 2], [1, 2, 2]);
            return largest.flatten(1);
        }
    }
}
